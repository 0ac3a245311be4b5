import { ServerProperties } from '../server-properties';

/** A port of the host, and who binds it. */
export interface PortUser {
  readonly port: number;
  readonly user: string;
}

/**
 * A place such as `http://0.0.0.0:8090`, in the keys by which plugins bind ports of their own: `confluent.http.server.listeners`.
 */
const ADDRESS = /^[a-z]+:\/\/.*:(\d+)$/i;

const OWN = /^(advertised\.|early\.start\.)?listeners$/;

/** Every port that the file says somebody binds on the host. Whatever else listens there, the file does not know. */
export function portUsers(file: ServerProperties): PortUser[] {
  return [
    ...file.listeners.filter(({ port }) => port !== 0).map(({ name, port }) => ({ port, user: `listener ${name}` })),
    ...[...file.all.keys()].filter(key => /(^|\.)listeners$/.test(key) && !OWN.test(key)).flatMap(key =>
      (file.list(key) ?? []).map(entry => ADDRESS.exec(entry)?.[1]).filter(port => port !== undefined)
        .map(port => ({ port: Number(port), user: `'${key}'` }))),
    ...zookeeperPorts(file).map(port => ({ port, user: "ZooKeeper on this host ('zookeeper.connect')" })),
  ];
}

/** ZooKeeper beside the broker, as in small clusters. */
function zookeeperPorts(file: ServerProperties): number[] {
  const servers = (file.text('zookeeper.connect') ?? '').replace(/\/.*$/, '').split(',');
  return servers.map(server => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::(\d+))?$/.exec(server.trim()))
    .filter(found => found !== null).map(([, port]) => Number(port ?? 2181));
}
