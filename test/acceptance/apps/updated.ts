import { networkApp } from './network';
import { nodesApp } from './nodes';
import { DefineApp } from './place';

/** Apps that an earlier release makes first, and this one then. They use nothing that the earlier one has not. */
export const UPDATED: { readonly [group: string]: DefineApp } = { 'update': networkApp({}), 'update-nodes': nodesApp({}) };
