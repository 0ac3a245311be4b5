import { BrokerFile, isController, listOf } from '../cloud';

/**
 * Why `e2e` cannot run nodes with these files, in a sentence each. It boots every node at once, with one authority and no users, and asks the cluster without
 * a certificate. Where clients log in, and nodes meet by certificates, `e2e:security` is what runs.
 */
export function notPlayable(files: BrokerFile[]): string[] {
  return [...withoutQuorum(files), ...files.flatMap(file => unplayableIn(file).map(problem => `node ${file.nodeId}: ${problem}`))];
}

/** What nodes lack together. */
export function withoutQuorum(files: BrokerFile[]): string[] {
  return files.some(isController) ? [] : ['no node of the app is a controller, and the local cluster makes none'];
}

/** What is in the way of one node. */
export function unplayableIn({ listeners, interBroker, properties }: BrokerFile): string[] {
  return listeners.flatMap(({ name, protocol }) => {
    const isForNodes = name === interBroker.name || listOf(properties['controller.listener.names']).includes(name);
    const asksForCertificates = (properties[`listener.name.${name.toLowerCase()}.ssl.client.auth`] ?? properties['ssl.client.auth'] ?? 'none') !== 'none';
    return isForNodes && protocol !== 'PLAINTEXT' ? `nodes meet by ${protocol} on ${name}, and the local cluster has no node's certificate`
      : protocol.startsWith('SASL_') ? `${name} speaks ${protocol}, and the local cluster has no users and no tokens`
        : asksForCertificates ? `${name} asks clients for certificates, and the local cluster's clients have none` : [];
  });
}
