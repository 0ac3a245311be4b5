import { asMarkdown } from '../../../cli/plan/markdown';
import { code, label } from '../../../cli/plan/markdown/escape';
import { asMermaid } from '../../../cli/plan/markdown/mermaid';
import { planOf } from '../../../cli/plan/read';
import { assembly, changed } from '../fixture';
import { HOSTILE, hostilePlan } from './hostile';

test('each broker and the start of each client listener has a row', () => {
  expect(asMarkdown(planOf(assembly()))).toContain(`
| broker | clients connect to | NLB port | target | carried by |
| --- | --- | --- | --- | --- |
| 0 | \`kafka.pay.example.com:20000\` | 20000 | \`broker 0 :9093\` | \`Kafka.Slot0Broker0Listener\` → \`Kafka.Slot0Broker0Targets\` |
`);
});

test('the picture has endpoints, load balancers, listeners and the brokers of each zone, joined', () => {
  const lines = asMermaid(planOf(assembly())).split('\n').map(line => line.trim());
  expect(lines).toEqual(expect.arrayContaining([
    'subgraph consumer0["VPC Pay.Vpc"]',
    'endpoint0["endpoint<br/>Pay.Endpoint<br/>in eu-west-1a,<br/>eu-west-1b,<br/>eu-west-1c<br/>kafka.pay.example.com"]',
    'listener0x0["CLIENT #40;SSL#41;<br/>20000-20002, 20999<br/>→ :9093"]',
    'zone0["eu-west-1a<br/>broker 0"]',
    'endpoint0 --> balancer0',
    'listener0x1 --> zone2',
  ]));
});

test('several brokers of a zone are in the plural, and a note is no item of a list', () => {
  const plan = planOf(assembly());
  const together = { ...plan, nodes: plan.nodes.map(node => ({ ...node, zone: 'eu-west-1a' })), headRoom: plan.headRoom.map(one => ({ ...one, atLeast: true as const })) };
  expect(asMermaid(together)).toContain('"eu-west-1a<br/>brokers 0-2"');
  expect(asMarkdown(together)).toContain('\n\\+ and what is known only');
});

test('a service elsewhere is in the picture, and nothing leads to a zone of which nothing is known', () => {
  const { stacks: [, pay] } = assembly();
  const picture = asMermaid(planOf({ stacks: [pay], brokerFiles: [], controllerFiles: [] }));
  expect(picture).toContain('endpoint0 --> elsewhere0');
  const placeless = asMermaid(planOf(changed(resources => { delete resources['Kafka.Slot0Broker0Listener']; })));
  expect(placeless).toContain('listener0x0');
});

test('a value is a code span, or has nothing that Markdown reads', () => {
  expect(code('arn:aws:iam::222222222222:root')).toBe('`arn:aws:iam::222222222222:root`');
  expect(code('')).toBe('');
  expect(code('a`b|c')).toBe('a&#96;b&#124;c');
  expect(code(HOSTILE)).not.toMatch(/[^\p{L}\p{N} &#;]/u);
  expect(label(HOSTILE)).not.toMatch(/["<>`[\](){}|\n\\]/);
});

test('nothing that a template says is markup, a cell or an end of the picture', () => {
  const markdown = asMarkdown(hostilePlan());
  expect(markdown).not.toContain(HOSTILE.slice(0, 6));
  const [, picture, rest] = /```mermaid\n([^]*?)\n```\n([^]*)$/.exec(markdown)!;
  // Of each line of the picture, what is outside of quotes is ours.
  for (const line of picture.split('\n').map(one => one.replace(/"[^"]*"/g, '""'))) {
    expect(line.trim()).toMatch(/^(flowchart LR|end|subgraph \w+\[""\]|\w+\[""\]|\w+ --> \w+)$/);
  }
  expect(rest).not.toMatch(/<|javascript:|\]\(|```/);
  const tables = rest.split(/\n\n/).filter(part => part.startsWith('|')).map(part => part.split('\n'));
  expect(tables.length).toBeGreaterThan(5);
  for (const rows of tables) { expect(new Set(rows.map(row => row.split('|').length)).size).toBe(1); }
  expect(markdown).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});
