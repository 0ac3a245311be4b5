export * from './cloud';
export * from './contracts';
export * from './model';
export * from './properties-file';
export { startCloud } from './start';
export { Assembly, loadAssembly } from './template';
export type { AppOptions } from './topology';
