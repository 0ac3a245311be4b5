import { BrokerCertificate } from './broker-certificate';
import { ClientCa } from './client-ca';
import { KafkaProtocol, storeProperties } from './listener-security';
import { HostFile } from '../private/pem-source';
import { ANONYMOUS, NODE_MAPPING, NODE_PRINCIPAL } from '../private/principals';

/** No listener has a hyphen in its name, so this is no client listener's file. */
const FILE_NAME = 'between-nodes';

/**
 * How nodes meet each other: brokers among themselves, and all of them with the controllers.
 *
 * It makes nothing; certificates from secrets are charged by the month. Decide before the cluster is created: a change stops it.
 */
export class NodeSecurity {
  /**
   * Neither encryption nor authentication. Everything that reaches these ports counts as a node. So they stay closed to all else:
   * `MultiAzKafkaBrokers` opens them only within the security group of the nodes.
   */
  public static plaintext(): NodeSecurity {
    return new NodeSecurity();
  }

  /**
   * TLS on both sides. A certificate of this authority makes its holder a node, with all rights. So sign nothing else with it,
   * and no client's.
   *
   * The certificate names the hosts of all nodes, for example by `*.<zoneName>` of `MultiAzKafkaBrokers`, and is for servers and
   * clients alike. All nodes need it, controllers too. A renewed one is taken over by a restart only (`restartToken`), since
   * Kafka does not reload it for the quorum.
   *
   * @param certificate the nodes' certificate
   * @param nodeCa the authority of the nodes' certificates
   */
  public static mutualTls(certificate: BrokerCertificate, nodeCa: ClientCa): NodeSecurity {
    return new NodeSecurity(certificate, nodeCa);
  }

  /** The protocol of both listeners. */
  public readonly protocol: KafkaProtocol;

  private constructor(private readonly certificate?: BrokerCertificate, private readonly nodeCa?: ClientCa) {
    this.protocol = certificate ? KafkaProtocol.SSL : KafkaProtocol.PLAINTEXT;
  }

  /**
   * Whether nodes know each other by certificates.
   * @internal
   */
  public get _authenticates(): boolean {
    return this.certificate !== undefined;
  }

  /**
   * The name of nodes for ACLs.
   * @internal
   */
  public get _principal(): string {
    return `User:${this.certificate ? NODE_PRINCIPAL : ANONYMOUS}`;
  }

  /**
   * Kafka properties of both listeners, without their `listener.name.<name>.` prefix.
   * @internal
   */
  public get _properties(): { [key: string]: string } {
    return this.certificate
      ? {
        'ssl.client.auth': 'required',
        'ssl.principal.mapping.rules': NODE_MAPPING,
        ...storeProperties(FILE_NAME, this.certificate, this.nodeCa),
      }
      : {};
  }

  /**
   * Files that must be on the host of every node.
   * @internal
   */
  public get _files(): HostFile[] {
    return [this.certificate, this.nodeCa].filter(file => file !== undefined).map(file => file._file(FILE_NAME));
  }
}
