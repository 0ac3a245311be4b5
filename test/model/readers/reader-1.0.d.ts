/** What the reader of that time has in common with the one of today. */
export { KafkaServiceContract } from '../../../src';
