import { Token } from 'aws-cdk-lib';
import { hostProblem, parseServer, parseVoter, Server } from './server-properties';
import { isPort, MAX_PORT } from '../private/port-plan';
import { duplicates, Problems, quote } from '../private/validation';

/**
 * How nodes find the controllers of their cluster. It must say the same on every node, and match how the controllers' disks were
 * formatted.
 *
 * Controllers remember each other by host name: names that stay when a machine is replaced are worth more than addresses.
 *
 * It makes nothing. Not `bootstrapServers()` for a cluster whose controllers were formatted with static voters: that is
 * `voters()`.
 */
export class KafkaQuorum {
  /**
   * A dynamic quorum, which knows its voters from its own log: `controller.quorum.bootstrap.servers`. Controllers join it by
   * themselves, which needs Kafka 4.2 or newer.
   *
   * @param servers `host:port` of each controller; hosts or whole entries may be tokens. They are written in the given order.
   */
  public static bootstrapServers(...servers: string[]): KafkaQuorum {
    return new KafkaQuorum('controller.quorum.bootstrap.servers', servers, 'host:port', parseServer);
  }

  /**
   * A static quorum, for clusters that have one: `controller.quorum.voters`.
   *
   * @param voters `id@host:port` of each controller; hosts or whole entries may be tokens. They are written in the given order.
   */
  public static voters(...voters: string[]): KafkaQuorum {
    return new KafkaQuorum('controller.quorum.voters', voters, 'id@host:port', parseVoter);
  }

  /**
   * The Kafka property that says it.
   * @internal
   */
  public readonly _property: [string, string];

  /**
   * Whether the voters are in the quorum's log rather than in the files.
   * @internal
   */
  public readonly _isDynamic: boolean;

  private readonly servers: Server[];

  private constructor(key: string, entries: string[], format: string, parse: (entry: string) => Server | undefined) {
    const problems = new Problems(`quorum ${quote(entries)}`);
    if (entries.length === 0) {
      problems.add('KafkaQuorum.empty', `needs at least one controller, as ${quote(format)}`);
    }
    const servers: Server[] = [];
    for (const entry of entries) {
      const server = parse(entry);
      if (server) {
        servers.push(server);
        checkServer(problems, entry, server);
      } else if (!Token.isUnresolved(entry)) {
        problems.add('KafkaQuorum.format', `${quote(entry)} must be ${quote(format)}`);
      }
    }
    for (const id of duplicates(servers.filter(server => server.id !== undefined).map(server => server.id!))) {
      problems.add('KafkaQuorum.duplicateId', `id ${id} stands there more than once, and Kafka would take the last; `
        + 'give each controller its own');
    }
    for (const address of duplicates(servers.map(server => `${server.host}:${server.port}`))) {
      problems.add('KafkaQuorum.duplicateAddress', `${quote(address)} stands there more than once; name each controller once`);
    }
    problems.throwIfAny();
    this._property = [key, entries.join(',')];
    this._isDynamic = parse === parseServer;
    this.servers = servers;
  }

  /**
   * Where the others dial a static voter, if it is known.
   * @internal
   */
  public _voter(nodeId: number): { readonly host: string; readonly port: number } | undefined {
    return this.servers.find(server => server.id === nodeId);
  }
}

function checkServer(problems: Problems, entry: string, server: Server): void {
  const problem = Token.isUnresolved(server.host) ? undefined : hostProblem(server.host);
  if (problem) {
    problems.add('KafkaQuorum.host', `the host of ${quote(entry)} ${problem}`);
  }
  if (!isPort(server.port)) {
    problems.add('KafkaQuorum.port', `the port of ${quote(entry)} must be from 1 to ${MAX_PORT}`);
  }
}
