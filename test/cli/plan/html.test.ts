import { asHtml } from '../../../cli/plan/html';
import { planOf } from '../../../cli/plan/read';
import { assembly } from '../fixture';
import { HOSTILE, hostilePlan } from './hostile';

const FINE = { findings: [], notes: [] };

test('the page asks for nothing, and lets nothing run but its own script', () => {
  const page = asHtml(hostilePlan(), { findings: [{ cause: 'names', message: HOSTILE }], notes: [HOSTILE] });
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-");
  const tags = [...page.replace(/<script>[^]*<\/script>/, '<script>').matchAll(/<([a-z]\w*)((?:\s+[\w-]+(?:="[^"<>]*")?)*)\s*\/?>/g)];
  expect(page.replace(/<script>[^]*<\/script>/, '').match(/<[a-z]/g)).toHaveLength(tags.length - 1);
  expect([...new Set(tags.map(([, tag]) => tag))].filter(tag => ['img', 'iframe', 'object', 'embed', 'link', 'form', 'base'].includes(tag))).toEqual([]);
  expect(tags.filter(([, tag]) => tag === 'script')).toHaveLength(1);
  const attributes = tags.flatMap(([, , all]) => [...all.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, value]));
  expect(attributes.filter(([name]) => /^on|^(src|srcset|action|style|formaction)$/.test(name))).toEqual([]);
  expect(attributes.filter(([name, value]) => name === 'href' && !value.startsWith('#'))).toEqual([]);
  expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});

test('every broker of every listener is a row, and the picture is in the page', () => {
  const page = asHtml(planOf(assembly()), FINE);
  for (const cell of ['kafka.pay.example.com:20001', 'b2.other.internal:21002', 'other.internal:21999 (bootstrap)']) { expect(page).toContain(`>${cell}</td>`); }
  expect(page).toContain('<svg class="plan"');
});

test('what check says is told before the tables, and what it does not know', () => {
  expect(asHtml(planOf(assembly()), FINE)).toContain('<p>Every path is open.</p>');
  const page = asHtml(planOf(assembly()), { findings: [{ cause: 'target-port', message: 'another port' }], notes: ['a note'] });
  expect(page).toContain('>Check: 1 finding</h2>');
  expect(page.indexOf('>another port</td>')).toBeLessThan(page.indexOf('kafka.pay.example.com:20001</td>'));
  expect(page).toContain('<li>a note</li>');
  expect(asHtml(planOf(assembly()), { findings: [], notes: ['a note'] })).not.toContain('Every path is open');
});

test('links lead to parts of the page, each id is there once, and each scrolling part is named and can be reached by keyboard', () => {
  const page = asHtml(planOf(assembly()), FINE);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(id => !ids.includes(id))).toEqual([]);
  for (const [tag] of page.matchAll(/<div class="[^"]*scroll"[^>]*>/g)) { expect(tag).toMatch(/tabindex="0" role="region" aria-label="[^"]+"/); }
});
