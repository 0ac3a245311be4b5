/** What ids of nodes' policies end with, which is to be another whenever they allow something else: docs/adr/0006-logical-id-snapshots.md. */
const CONTENT = /(Node\d+Rights)[0-9a-f]{8}[0-9A-F]{8}$/;

/** What CloudFormation knows resources by, for a snapshot. */
export const typesById = (resources: { readonly [id: string]: { readonly Type: string } }): { [id: string]: string } =>
  Object.fromEntries(Object.entries(resources).map(([id, { Type }]) => [id.replace(CONTENT, '$1…'), Type]));
