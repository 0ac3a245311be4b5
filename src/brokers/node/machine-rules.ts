import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { imageFacts } from './machine-image';
import { architectureOf, PlannedNode } from './node-plan';
import { Problems, quote } from '../../private/validation';
import { KafkaRole } from '../../properties/kafka-node';
import { isFloating } from '../cluster/pinned-image';

/**
 * Families on the Xen hypervisor, where a volume is no NVMe device; all later ones are on Nitro, and so are the sizes `metal`.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
 */
const XEN = [
  'c1', 'c3', 'c4', 'cc1', 'cc2', 'cg1', 'cr1', 'd2', 'f1', 'g2', 'g3', 'g3s', 'h1', 'hi1', 'hs1', 'i2', 'i3', 'm1', 'm2', 'm3',
  'm4', 'p2', 'p3', 'r3', 'r4', 't1', 't2', 'x1', 'x1e',
];

/** What `getImage` gives. */
type Image = Pick<ec2.MachineImageConfig, 'imageId' | 'osType'>;

/** Adds what is wrong with the image and the machines that are to run it. */
export function checkMachines(
  problems: Problems, machineImage: ec2.IMachineImage, { imageId, osType }: Image, planned: PlannedNode[],
): void {
  if (isFloating(imageId)) {
    problems.add('MultiAzKafkaBrokers.floatingImage', "'machineImage' is looked up at every deployment, "
      + 'so a new image of AWS would replace every node in a deployment that changes nothing; '
      + 'pin it, by ec2.MachineImage.latestAmazonLinux2023({ cachedInContext: true, '
      + "… }) or by the image's id with ec2.MachineImage.genericLinux()");
  }
  const types = [...new Map(planned.map(({ instanceType }) => [instanceType.toString(), instanceType])).values()]
    .filter(type => !Token.isUnresolved(type.toString()));
  const malformed = types.filter(type => architectureOf(type) === undefined);
  for (const type of malformed) {
    problems.add('MultiAzKafkaBrokers.instanceType', `instance type ${quote(type.toString())} is none: `
      + 'it must be a family with its generation, a dot and a size, for example "m7g.large"');
  }
  for (const type of types.map(String).filter(isXen)) {
    problems.add('MultiAzKafkaBrokers.xenInstance', `instance type ${quote(type)} is on the Xen hypervisor, `
      + 'where a node would wait for ever for its disks: it finds them by NVMe. Give a type on Nitro, for example "m7g.large", '
      + '"m7i.large" or "t3.large"');
  }

  const { otherwise, architecture } = imageFacts(machineImage, osType);
  if (otherwise) {
    problems.add('MultiAzKafkaBrokers.image', `'machineImage' is ${otherwise}, `
      + 'and nodes need programs that only the full Amazon Linux 2023 has; '
      + 'give ec2.MachineImage.latestAmazonLinux2023({ cachedInContext: true, … }), an id, '
      + "or a lookup by the name 'al2023-ami-2023.*'");
  }
  const unlike = types.filter(type => architecture && !malformed.includes(type) && architectureOf(type) !== architecture);
  if (unlike.length > 0) {
    problems.add('MultiAzKafkaBrokers.imageArchitecture', `'machineImage' is for ${architecture}, `
      + `and ${unlike.map(type => `${type} is ${architectureOf(type)}`).join(', ')}; give both of one architecture: `
      + 'ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64, … }) for Graviton, the default, '
      + "or an 'instanceType' such as \"m7i.large\"");
  }
  if (malformed.length === 0) { checkArchitectures(problems, planned); }
}

/** Controllers and brokers run the same image. */
function checkArchitectures(problems: Problems, planned: PlannedNode[]): void {
  const controller = planned.find(({ roles }) => roles.includes(KafkaRole.CONTROLLER))?.instanceType;
  const broker = planned[planned.length - 1].instanceType;
  if (!controller || controller === broker) { return; }
  const [one, other] = [controller, broker].map(architectureOf);
  if (one === undefined || other === undefined) {
    if (planned[0].isDefaultType) {
      problems.add('MultiAzKafkaBrokers.controllerType', "'instanceType' is known only when it is deployed, "
        + 'so no type of the same architecture can be chosen for controllers; give KafkaControllers.dedicated({ instanceType })');
    }
  } else if (one !== other) {
    problems.add('MultiAzKafkaBrokers.architecture', `controllers on ${controller.toString()} (${one}) and brokers on `
      + `${broker.toString()} (${other}) can't run the same image; give types of one architecture`);
  }
}

function isXen(type: string): boolean {
  const [family, size = ''] = type.toLowerCase().split('.');
  return XEN.includes(family) && !size.startsWith('metal');
}
