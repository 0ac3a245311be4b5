/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_TEMPLATE_BYTES = 1_000_000;
const MAX_RESOURCES = 500;

/** Fails where CloudFormation would not take a template, which it gets as the CDK writes it, with one blank for each level. */
export function checkTemplateSize(template: { readonly Resources: { readonly [id: string]: unknown } }): void {
  const bytes = Buffer.byteLength(JSON.stringify(template, undefined, 1));
  const resources = Object.keys(template.Resources).length;
  if (bytes > MAX_TEMPLATE_BYTES) { throw new Error(`the template has ${bytes} bytes, and CloudFormation takes ${MAX_TEMPLATE_BYTES}`); }
  if (resources > MAX_RESOURCES) { throw new Error(`the template has ${resources} resources, and CloudFormation takes ${MAX_RESOURCES}`); }
}
