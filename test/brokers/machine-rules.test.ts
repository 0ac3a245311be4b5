import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ENV, LAUNCH_TEMPLATE, setup, SetupProps } from './fixtures';
import { KafkaControllers } from '../../src';

const { ARM_64, X86_64 } = ec2.AmazonLinuxCpuType;
const type = (name: string) => new ec2.InstanceType(name);
const lookup = (name: string, filters?: { [name: string]: string[] }) => ec2.MachineImage.lookup({ name, filters });
const cached = (props: ec2.AmazonLinux2023ImageSsmParameterProps) => ec2.MachineImage.latestAmazonLinux2023({ cachedInContext: true, ...props });

const making = (props: SetupProps | ((stack: Stack) => SetupProps)) => () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  return setup({ stack, ...typeof props === 'function' ? props(stack) : props });
};

describe('an instance type', () => {
  test.each(['t2.large', 'm4.xlarge', 'i3.large', 'c4.8xlarge', 'r4.16xlarge', 'x1e.32xlarge', 'd2.xlarge', 'm1.small', 'p3.2xlarge', 'M4.large'])('%s, on Xen, is refused', name => {
    const machineImage = cached({ cpuType: X86_64 });
    expect(making({ instanceType: type(name), machineImage })).toThrow(`MultiAzKafkaBrokers.xenInstance: instance type "${name}" is on the Xen hypervisor`);
    expect(making({ instanceType: type('m7i.large'), controllers: KafkaControllers.dedicated({ instanceType: type(name) }), machineImage }))
      .toThrow(`MultiAzKafkaBrokers.xenInstance: instance type "${name}"`);
  });

  test('i3, without its size, is refused as it is', () => {
    expect(making({ instanceType: type('i3'), controllers: KafkaControllers.combined() })).toThrow('MultiAzKafkaBrokers.xenInstance: instance type "i3" is');
  });

  test.each(['i3', 'm7g', 'large', 'm7g.', '.large', 'm7g large', 'db.m7g.large', ''])('%p, which is none, is refused by name wherever it is given', name => {
    const malformed = `MultiAzKafkaBrokers.instanceType: instance type ${JSON.stringify(name)} is none`;
    expect(making({ instanceType: type(name) })).toThrow(malformed);
    expect(making({ instanceType: type(name), controllers: KafkaControllers.combined() })).toThrow(malformed);
    expect(making({ controllers: KafkaControllers.dedicated({ instanceType: type(name) }) })).toThrow(malformed);
    expect(making({ instanceType: type(name), machineImage: cached({ cpuType: ARM_64 }) })).toThrow(malformed);
  });

  test.each([['u-6tb1.56xlarge', 'x86_64'], ['u7i-12tb.224xlarge', 'x86_64'], ['p6-b200.48xlarge', 'x86_64'], ['p6e-gb200.36xlarge', 'arm64'], ['is4gen.medium', 'arm64'], ['a1.large', 'arm64'], ['g4ad.xlarge', 'x86_64']])('%s is %s', (name, architecture) => {
    const machineImage = cached({ cpuType: architecture === 'arm64' ? X86_64 : ARM_64 });
    expect(making({ instanceType: type(name), machineImage })).toThrow(`${name} is ${architecture}`);
  });

  test.each(['t3.large', 'm5.large', 'i3.metal', 'i3en.large', 'c5.large', 'r5b.large', 'm7i-flex.large', 'd3.xlarge', 'p3dn.24xlarge', 'x2iedn.xlarge', 'm8i.large'])('%s, on Nitro, is taken', name => {
    expect(making({ instanceType: type(name) })).not.toThrow();
  });

  test('that is known only when it is deployed is taken, with one for controllers', () => {
    const late = (stack: Stack) => type(new CfnParameter(stack, 'Type').valueAsString);
    expect(making(stack => ({ instanceType: late(stack) }))).toThrow(/MultiAzKafkaBrokers.controllerType: 'instanceType' is known only when it is deployed.*dedicated\(\{ instanceType \}\)/);
    expect(making(stack => ({ instanceType: late(stack), controllers: KafkaControllers.combined() }))).not.toThrow();
    const { template } = making(stack => ({ instanceType: late(stack), controllers: KafkaControllers.dedicated({ instanceType: type('m7g.medium') }), machineImage: cached({ cpuType: ARM_64 }) }))();
    const types = Object.values(template().findResources(LAUNCH_TEMPLATE)).map(({ Properties }) => Properties.LaunchTemplateData.InstanceType);
    expect(types).toEqual([...Array(3).fill('m7g.medium'), ...Array(3).fill({ Ref: 'Type' })]);
  });
});

describe('an image', () => {
  const ARCHITECTURE = /MultiAzKafkaBrokers.imageArchitecture: 'machineImage' is for (x86_64|arm64), and (m7g|m7i)\.large is (arm64|x86_64); give both of one architecture/;

  test.each<[string, SetupProps]>([
    ['of the default kind and nodes of the default type', { machineImage: ec2.MachineImage.latestAmazonLinux2023({ cachedInContext: true }) }],
    ['by its parameter', { machineImage: cached({ cpuType: X86_64 }) }],
    ['by its name', { machineImage: lookup('al2023-ami-2023.*-x86_64') }],
    ['of our own, by its name', { machineImage: lookup('kafka-golden-amd64-*') }],
    ['of our own, by a filter', { machineImage: lookup('kafka-golden-*', { architecture: ['x86_64'] }) }],
    ['for Graviton and nodes that are not', { machineImage: cached({ cpuType: ARM_64 }), instanceType: type('m7i.large') }],
    ['by a name for Graviton and nodes that are not', { machineImage: lookup('golden-aarch64'), instanceType: type('m7i.large') }],
  ])('of another architecture, %s, is refused', (_, props) => {
    expect(making(props)).toThrow(ARCHITECTURE);
  });

  test('of another architecture than the controllers is refused', () => {
    const controllers = KafkaControllers.dedicated({ instanceType: type('m7i.large') });
    expect(making({ machineImage: cached({ cpuType: ARM_64 }), controllers })).toThrow(/imageArchitecture: 'machineImage' is for arm64, and m7i\.large is x86_64;/);
  });

  test.each<[string, ec2.IMachineImage, string]>([
    ['minimal', cached({ cpuType: ARM_64, edition: ec2.AmazonLinuxEdition.MINIMAL }), 'that of the parameter /aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-'],
    ['of Amazon Linux 2', ec2.MachineImage.latestAmazonLinux2({ cpuType: ARM_64, cachedInContext: true }), 'that of the parameter /aws/service/ami-amazon-linux-latest/amzn2-ami-'],
    ['for ECS', ecs.EcsOptimizedImage.amazonLinux2023(ecs.AmiHardwareType.ARM, { cachedInContext: true }), 'that of the parameter /aws/service/ecs/optimized-ami/amazon-linux-2023/'],
    ['Bottlerocket', new ecs.BottleRocketImage({ architecture: ec2.InstanceArchitecture.ARM_64, cachedInContext: true }), 'that of the parameter /aws/service/bottlerocket/'],
    ['of Windows', ec2.MachineImage.genericWindows({ 'eu-west-1': 'ami-0123456789abcdef0' }), 'Windows'],
    ['of Ubuntu, by its parameter', ec2.MachineImage.fromSsmParameter('/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id', { cachedInContext: true }), 'that of the parameter /aws/service/canonical'],
    ['minimal, by its name', lookup('al2023-ami-minimal-2023.*-arm64'), 'the minimal Amazon Linux 2023'],
    ['for ECS, by its name', lookup('al2023-ami-ecs-hvm-*'), 'Amazon Linux 2023 for ECS'],
    ['of Amazon Linux 2, by its name', lookup('amzn2-ami-hvm-*'), 'Amazon Linux 2,'],
    ['of Ubuntu, by its name', lookup('ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*'), 'Ubuntu'],
    ['the newest of several kinds', lookup('al2023-ami-*-arm64'), 'also the minimal one or that for ECS, whichever is newer'],
    ['the newest of all', lookup('al2023*'), 'also the minimal one or that for ECS, whichever is newer'],
  ])('that is %s is refused', (_, machineImage, what) => {
    expect(making({ machineImage })).toThrow(`MultiAzKafkaBrokers.image: 'machineImage' is ${what}`);
  });

  test.each<[string, ec2.IMachineImage]>([
    ['by its id', ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' })],
    ['full, looked up once', cached({ cpuType: ARM_64 })],
    ['full, of a certain kernel', cached({ cpuType: ARM_64, kernel: ec2.AmazonLinux2023Kernel.KERNEL_6_1 })],
    ['full, by its name', lookup('al2023-ami-2023.*-kernel-6.1-arm64')],
    ['of our own, by its name', lookup('al2023-kafka-*')],
    ['of our own, by any name', lookup('*kafka*')],
    ['of our own, for both architectures', lookup('kafka-*', { architecture: ['arm64', 'x86_64'] })],
    ['of our own, by its parameter', ec2.MachineImage.fromSsmParameter('/images/kafka', { cachedInContext: true })],
  ])('that is %s is taken', (_, machineImage) => {
    expect(making({ machineImage })).not.toThrow();
  });

  test('whose name is known only when it is deployed is asked nothing', () => {
    expect(making(stack => ({ machineImage: { getImage: () => ({ imageId: new CfnParameter(stack, 'Image').valueAsString, osType: ec2.OperatingSystemType.LINUX, userData: ec2.UserData.forLinux() }) } }))).not.toThrow();
  });

  test('and a type that are both wrong are told of together', () => {
    expect(making({ machineImage: lookup('amzn2-ami-*-arm64'), instanceType: type('t2.large') })).toThrow(/xenInstance.*\n.*MultiAzKafkaBrokers\.image:.*\n.*imageArchitecture/s);
  });
});
