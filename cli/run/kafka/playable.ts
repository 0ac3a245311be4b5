import { BrokerFile, isController, listOf } from '../cloud';

/**
 * Why `e2e` cannot run nodes with these files, in a sentence each. It boots every node at once, with one authority and no users, and asks the cluster without
 * a certificate. Where clients log in, and nodes meet by certificates, `e2e:security` is what runs.
 */
export function notPlayable(files: BrokerFile[]): string[] {
  const quorum = files.some(isController) ? [] : ['no node of the app is a controller, and the harness makes none'];
  return [...quorum, ...files.flatMap(file => file.listeners.flatMap(({ name, protocol }) => {
    const isForNodes = name === file.interBroker.name || listOf(file.properties['controller.listener.names']).includes(name);
    const asksForCertificates = (file.properties[`listener.name.${name.toLowerCase()}.ssl.client.auth`] ?? file.properties['ssl.client.auth'] ?? 'none') !== 'none';
    const problem = isForNodes && protocol !== 'PLAINTEXT' ? `nodes meet by ${protocol} on ${name}, and the harness has no node's certificate`
      : protocol.startsWith('SASL_') ? `${name} speaks ${protocol}, and the harness has no users and no tokens`
        : asksForCertificates ? `${name} asks clients for certificates, and the harness's clients have none` : undefined;
    return problem === undefined ? [] : [`node ${file.nodeId}: ${problem}`];
  }))];
}
