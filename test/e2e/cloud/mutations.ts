import { type ContractListener, portOf } from '../../../cli/assembly/contracts';
import type { Cause } from '../../../cli/assembly/findings';
import type { Listener, Topology } from '../../../cli/assembly/model';
import { chosenListeners } from '../../../cli/assembly/paths';
import { parseBrokerFile } from '../../../cli/assembly/properties-file';
import type { Assembly, RawResource } from '../../../cli/assembly/template';
import type { Code } from '../../../cli/probe';

/** A mistake in the files of an app, and how it must be named. */
export interface Mutation {
  readonly name: string;
  /** What the check must find, and nothing else. */
  readonly cause: Cause;
  readonly message: RegExp;
  /** Makes the mistake. The argument is a copy. */
  readonly make: (files: Mutable) => void;
  /**
   * What clients meet. By default some path fails. `without a broker`: it costs nothing as long as every broker is there. `later`: every path works until
   * a zone or a broker is gone, or works on while somebody else's do not. `never`: AWS or the local cluster refuses the templates.
   */
  readonly met?: 'without a broker' | 'later' | 'never';
  /** What `doctor` calls it, at the path of some broker. */
  readonly doctor?: Code;
  /** What `doctor --provider` calls it, where AWS has it in its answers. The health of targets is not in templates. */
  readonly provider?: readonly Code[];
  /** Which run has seen that, where only Kafka itself can tell; `e2e:cloud` otherwise. */
  readonly seenBy?: 'e2e' | 'e2e:errors';
}

/** A copy of an app's files, with the way to the broker that mistakes are made about. */
export interface Mutable {
  readonly assembly: { -readonly [K in keyof Assembly]: Assembly[K] };
  readonly topology: Topology;
  /** The first listener that the first endpoint is for. */
  readonly chosen: ContractListener;
  /** Its load balancer listener of the second broker, and of the third. */
  readonly second: Listener;
  readonly third: Listener;
  /** What the consumer's VPC has of names. */
  readonly consumersZone: string;
  readonly consumersRecord: string;
  /** Changes the text of the second broker's file. */
  readonly rewriteSecond: (change: (text: string) => string) => void;
  readonly resource: (label: string) => RawResource;
  /** Adds a resource to the stack of another, and gives its logical id. */
  readonly add: (beside: string, logicalId: string, resource: RawResource) => string;
  readonly remove: (label: string) => void;
  /** The resources that fulfil a condition. */
  readonly labels: (type: string, condition?: (properties: any) => boolean) => string[];
}

/** A certificate that mistakes about TLS are made with. Whoever reads the templates has to say where it is. */
export const CERTIFICATE_ARN = 'arn:aws:acm:eu-west-1:111111111111:certificate/load-balancer';

/** TLS ends at a listener of the load balancer. */
export function endTls({ Properties }: RawResource, policy = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', certificate = CERTIFICATE_ARN): void {
  Object.assign(Properties!, { Protocol: 'TLS', SslPolicy: policy, Certificates: [{ CertificateArn: certificate }] });
}

/** Brokers leave TLS of a listener to something else, or to nobody. */
export function withoutTls(text: string, listener: string): string {
  return text.replace(new RegExp(`^(listener\\.security\\.protocol\\.map=.*\\b${listener}:)SSL`, 'm'), '$1PLAINTEXT');
}

/** The same files with the mistake in them. */
export function mutate(assembly: Assembly, topology: Topology, mutation: Mutation): Assembly {
  const copy: Mutable['assembly'] = structuredClone(assembly);
  const chosen = chosenListeners(topology, topology.endpoints[0])[0];
  const [, second, third] = [...topology.brokers.keys()].map(nodeId =>
    topology.endpoints[0].service.loadBalancer.listeners.find(({ port }) => port === portOf(chosen, nodeId))!);
  const stackOf = (label: string) => copy.stacks.find(({ name }) => label.startsWith(`${name}.`))!;
  const logicalId = (label: string) => label.slice(stackOf(label).name.length + 1);
  const labels = copy.stacks.flatMap(({ name, template }) => Object.keys(template.Resources).map(id => `${name}.${id}`));
  const resource = (label: string) => stackOf(label).template.Resources[logicalId(label)];
  const { vpcId } = topology.endpoints[0];
  mutation.make({
    assembly: copy,
    topology,
    chosen,
    second,
    third,
    consumersZone: topology.hostedZones.find(({ vpcIds }) => vpcIds.includes(vpcId))!.label,
    consumersRecord: topology.records.find(record => record.vpcId === vpcId)!.label,
    rewriteSecond: change => {
      copy.brokerFiles = copy.brokerFiles.map((file, i) => i === 1 ? parseBrokerFile(file.path, change(file.text)) : file);
    },
    resource,
    add: (beside, id, added) => {
      stackOf(beside).template.Resources[id] = added;
      return id;
    },
    remove: label => { delete stackOf(label).template.Resources[logicalId(label)]; },
    labels: (type, condition = () => true) => labels.filter(label => resource(label).Type === type && condition(resource(label).Properties)),
  });
  return copy;
}
