export { handler } from './canary';
export type { Code } from './codes';
export type { ClientProperties, Finding, PathResult, ProbeOptions, Step } from './model';
export { probe } from './probe';
