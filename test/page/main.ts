/**
 * The page of `plan --html` in a real Chromium: as people see it, at two widths, light and dark, with the keyboard, and with names that are hostile.
 */
import { deepStrictEqual, ok } from 'assert';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Browser, KEYS } from './browser';
import { asHtml } from '../../cli/plan/html';
import { planOf } from '../../cli/plan/read';
import { assembly } from '../cli/fixture';
import { HOSTILE, hostilePlan } from '../cli/plan/hostile';

const SIZES = [[1280, 'light'], [1280, 'dark'], [480, 'light'], [480, 'dark']] as const;
/** What WCAG 2 wants of text. https://www.w3.org/TR/WCAG22/#contrast-minimum */
const CONTRAST = 4.5;

/** The least contrast of a text with what is behind it. */
const LEAST_CONTRAST = `(() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => parts(color).slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    if (!element) { return 'rgb(255, 255, 255)'; }
    const { backgroundColor } = getComputedStyle(element);
    return parts(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const texts = [...document.querySelectorAll('h1, h2, h3, a:not(.skip), th, td, dt, dd, p, li, label, output')];
  const ofText = texts.map(element => [getComputedStyle(element).color, behind(element)]);
  const fills = new Map([...document.querySelectorAll('svg rect')].map(({ className, fill }, i, all) => [all[i].getAttribute('class'), getComputedStyle(all[i]).fill]));
  const page = fills.get('page');
  const ofPicture = [...document.querySelectorAll('svg text')].flatMap(text => ['page', 'vpc', 'endpoint', 'balancer', 'part', 'node'].map(style =>
    [getComputedStyle(text).fill, fills.get(style) ?? page]));
  return Math.min(...[...ofText, ...ofPicture].map(([a, b]) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  }));
})()`;

const shownRows = "[...document.querySelectorAll('tbody tr')].filter(row => row.getClientRects().length > 0).map(row => row.textContent)";

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'page-'));
  const page = (name: string, html: string) => {
    writeFileSync(join(directory, name), html);
    return join(directory, name);
  };
  const fine = page('fine.html', asHtml(planOf(assembly()), { findings: [{ cause: 'names', message: 'a finding' }], notes: [] }));
  const hostile = page('hostile.html', asHtml(hostilePlan(), { findings: [{ cause: HOSTILE, message: HOSTILE }], notes: [HOSTILE] }));
  const browser = await Browser.start();
  let held = 0;
  const claim = async (what: string, holds: () => Promise<void>) => {
    await holds();
    held++;
    console.log(`  ${what}`);
  };
  try {
    for (const [width, scheme] of SIZES) {
      for (const [name, file] of [['an app', fine], ['hostile names', hostile]] as const) {
        await claim(`${name}, ${width} wide, ${scheme}: fits, is legible, asks for nothing, has no fault and no foreign script`, async () => {
          await browser.open(file, width, scheme);
          deepStrictEqual(await browser.console(), []);
          deepStrictEqual(await browser.ask("performance.getEntriesByType('resource').map(({ name }) => name)"), []);
          ok(await browser.ask('document.documentElement.scrollWidth <= innerWidth'), 'the page scrolls sideways');
          deepStrictEqual(await browser.ask("document.querySelectorAll('script, img, iframe, base').length"), 1);
          const least = await browser.ask(LEAST_CONTRAST);
          ok(least >= CONTRAST, `the least contrast is ${least}`);
        });
      }
    }
    await browser.open(fine, 1280, 'light');
    await claim('`/` goes to the filter, which leaves the rows with every word', async () => {
      const all: string[] = await browser.ask(shownRows);
      await browser.press('/', ...'SLOT1 2');
      deepStrictEqual(await browser.ask("document.querySelector('#filter').value"), 'SLOT1 2');
      deepStrictEqual(await browser.ask(shownRows), all.filter(row => row.toLowerCase().includes('slot1') && row.includes('2')));
      ok((await browser.ask(shownRows)).length < all.length);
    });
    await claim('Escape empties the filter', async () => {
      await browser.press(KEYS.escape);
      deepStrictEqual(await browser.ask("document.querySelector('#filter').value"), '');
      ok(await browser.ask("[...document.querySelectorAll('tbody tr')].every(row => row.getClientRects().length > 0)"));
    });
    await claim('the first Tab is the way past the links, and every part that scrolls is on the way of Tab', async () => {
      await browser.open(fine, 480, 'light');
      const reached: string[] = [];
      for (let i = 0; i < 60; i++) {
        await browser.press(KEYS.tab);
        reached.push(await browser.ask("document.activeElement.className + ' ' + (document.activeElement.getAttribute('aria-label') ?? '')"));
      }
      deepStrictEqual(reached[0].trim(), 'skip');
      const scrolling: string[] = await browser.ask("[...document.querySelectorAll('.scroll')].map(part => part.getAttribute('aria-label'))");
      deepStrictEqual(scrolling.filter(label => !reached.some(one => one.endsWith(label))), []);
    });
  } finally {
    await browser.close();
    rmSync(directory, { recursive: true });
  }
  console.log(`${held} claims hold`);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
