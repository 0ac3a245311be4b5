import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** What the names of public images begin with that are not the full Amazon Linux 2023, and what they are. */
const OTHERS: [start: string, what: string][] = [
  ['al2023-ami-minimal-', 'the minimal Amazon Linux 2023'],
  ['al2023-ami-ecs-', 'Amazon Linux 2023 for ECS'],
  ['amzn2-', 'Amazon Linux 2'],
  ['amzn-', 'Amazon Linux 1'],
  ['amazon-eks-', 'an image for EKS'],
  ['bottlerocket-', 'Bottlerocket'],
  ['ubuntu', 'Ubuntu'],
  ['debian-', 'Debian'],
  ['RHEL-', 'Red Hat Enterprise Linux'],
  ['suse-', 'SUSE Linux'],
  ['Windows_Server-', 'Windows'],
];

/** AWS's own parameters lie here, and of those only these are of the full Amazon Linux 2023. */
const PUBLIC_PARAMETERS = '/aws/service/';
const FULL_PARAMETERS = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-';

/** Names that a search for `al2023-ami-*` finds too, and any of which may be the newest. */
const BESIDE_THE_FULL_ONE = ['x86_64', 'arm64'].flatMap(cpu => [
  `al2023-ami-minimal-2023.9.20251105.0-kernel-6.1-${cpu}`, `al2023-ami-ecs-hvm-2023.0.20251105-kernel-6.1-${cpu}`,
]);

/** What the CDK's classes of images hold, each in its own way. */
interface NamedImage {
  readonly parameterName?: unknown;
  readonly amiParameterName?: unknown;
  readonly props?: {
    readonly parameterName?: unknown;
    readonly name?: unknown;
    readonly filters?: { readonly architecture?: unknown };
  };
}

/** What is known of an image before anything is deployed. */
export interface ImageFacts {
  /** What it is instead of the full Amazon Linux 2023. */
  readonly otherwise?: string;
  readonly architecture?: ec2.InstanceArchitecture;
}

/** By the name of the parameter or of the image that is looked up. An image of its own name or id is anything. */
export function imageFacts(image: ec2.IMachineImage, osType: ec2.OperatingSystemType): ImageFacts {
  const { parameterName, amiParameterName, props } = image as NamedImage;
  const parameter = literal(parameterName ?? props?.parameterName ?? amiParameterName);
  const name = literal(props?.name);
  const filter = Array.isArray(props?.filters?.architecture) ? props.filters.architecture : [];
  return {
    otherwise: osType === ec2.OperatingSystemType.WINDOWS
      ? 'Windows'
      : parameter ? parameterOtherwise(parameter) : nameOtherwise(name ?? ''),
    architecture: architectureIn([parameter, name, ...filter.length === 1 ? filter.map(literal) : []].join(' ')),
  };
}

function parameterOtherwise(parameter: string): string | undefined {
  return parameter.startsWith(PUBLIC_PARAMETERS) && !parameter.startsWith(FULL_PARAMETERS)
    ? `that of the parameter ${parameter}`
    : undefined;
}

function nameOtherwise(name: string): string | undefined {
  const start = name.replace(/[*?].*$/s, '');
  const other = OTHERS.find(([begin]) => start.startsWith(begin));
  if (other) { return other[1]; }
  const pattern = new RegExp(`^${name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
  return start.startsWith('al2023') && BESIDE_THE_FULL_ONE.some(found => pattern.test(found))
    ? 'also the minimal one or that for ECS, whichever is newer' : undefined;
}

function architectureIn(text: string): ec2.InstanceArchitecture | undefined {
  const found = [
    ...(/x86_64|amd64/.test(text) ? [ec2.InstanceArchitecture.X86_64] : []),
    ...(/arm64|aarch64/.test(text) ? [ec2.InstanceArchitecture.ARM_64] : []),
  ];
  return found.length === 1 ? found[0] : undefined;
}

function literal(value: unknown): string | undefined {
  return typeof value === 'string' && !Token.isUnresolved(value) ? value : undefined;
}
