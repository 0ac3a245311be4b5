/** What the sides of the benchmark make. */
import type { Subject } from './measure';

const paths = (brokers: number, listeners: number, loadBalancers = 1, more: { secured?: boolean; byInstance?: boolean } = {}): Subject => ({
  name: [`${brokers} × ${listeners}`, loadBalancers > 1 && `${loadBalancers} load balancers`, more.secured && 'TLS and mutual TLS', more.byInstance && 'by instance'].filter(Boolean).join(', '),
  app: 'paths',
  shape: { brokers, listeners, loadBalancers, ...more },
});

/** Those that DESIGN has a budget for. */
export const IN_BUDGET = [paths(11, 4), paths(49, 1)];

/** Load balancers with their services, and consumers. */
export const SUBJECTS: Subject[] = [
  paths(3, 1), ...IN_BUDGET, paths(49, 1, 4), paths(11, 4, 1, { secured: true }), paths(11, 4, 1, { byInstance: true }),
  { name: '20 consumers', app: 'consumers', shape: { brokers: 20, listeners: 1, loadBalancers: 1 } },
];

export const CLUSTERS: Subject[] = [3, 27].map(brokers => ({ name: `${brokers} brokers, 3 controllers`, app: 'nodes', shape: { brokers, listeners: 1, loadBalancers: 1 } }));
