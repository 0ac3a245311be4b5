import { checkTemplateSize } from '../../e2e/cloud/control/quotas';

const template = (count: number, text = '') => ({ Resources: Object.fromEntries(Array.from({ length: count }, (_, i) => [`R${i}`, { Type: 'T', Text: i === 0 ? text : '' }])) });

test.each([[500, 0], [1, 900_000]])('%d resources with %d letters are taken', (count, letters) => {
  expect(() => checkTemplateSize(template(count, 'x'.repeat(letters)))).not.toThrow();
});

test('more than 500 resources are refused', () => {
  expect(() => checkTemplateSize(template(501))).toThrow('the template has 501 resources, and CloudFormation takes 500');
});

test('more than a million bytes are refused, and letters that take two count twice', () => {
  expect(() => checkTemplateSize(template(1, 'x'.repeat(1_000_000)))).toThrow(/the template has 1000\d\d\d bytes, and CloudFormation takes 1000000/);
  expect(() => checkTemplateSize(template(1, 'é'.repeat(500_000)))).toThrow(/CloudFormation takes 1000000/);
});
