import { deepStrictEqual } from 'assert';
import type { NodeCluster } from './node-cluster';
import type { Host } from '../../../cli/run/cloud';

/** Brokers and controllers have it, each by a bean of its own. */
const FIGURE = /^kafka_\w+last_?applied_?record_?lag_?ms /m;

/** Where the templates say that exporters listen; operators write the same into the configuration of Prometheus. */
const PORT = 9404;

/** Has a host with the group of Prometheus read every node, by its name, and a host of the same subnet without that group. */
export async function scrape(cluster: NodeCluster): Promise<void> {
  const { cloud } = cluster;
  const { vpcId, address } = cluster.plane.groupOf(0).instance!.host;
  const group = cloud.topology.groups.find(({ label }) => label.startsWith('Kafka.Prometheus'))!;
  const host = (name: string, last: number, groupIds: string[]): Host => ({ name, role: 'client', vpcId, address: address.replace(/\d+$/, `${last}`), groupIds });
  const [prometheus, stranger] = [host('prometheus', 251, [group.id]), host('no-prometheus', 252, [])];
  for (const one of [prometheus, stranger]) { await cloud.addHost(one); }
  const names = [...cloud.controllers, ...cloud.brokers].map(({ file }) => file.interBroker.advertised!.host);
  const reads = async (from: Host, name: string) =>
    FIGURE.test((await cloud.exec(from, ['curl', '-s', '-m', from === stranger ? '2' : '20', `http://${name}:${PORT}/metrics`], { accept: 'any' })).stdout);
  const readBy = async (from: Host) => (await Promise.all(names.map(async name => await reads(from, name) ? [name] : []))).flat();
  deepStrictEqual(await readBy(prometheus), names);
  deepStrictEqual(await readBy(stranger), []);
  for (const one of [prometheus, stranger]) { await cloud.removeHost(one); }
}
