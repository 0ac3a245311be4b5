import { EC2_MACHINES } from './ec2-machines';
import { EC2_NETWORK } from './ec2-network';
import { ELBV2 } from './elbv2';
import { LAUNCHED_TYPES } from './launched';
import { PRIVATE_LINK } from './private-link';
import { ROUTE53 } from './route53';
import type { PlayedType, Properties } from './rule';

export { LAUNCHED_TYPES } from './launched';
export { notAList } from './rule';
export type { AttributeKind, PlayedType, Properties, PropertyRule } from './rule';

/** The resource types that networks, firewalls, load balancers, endpoints and names are made of. */
export const PLAYED_TYPES: { readonly [type: string]: PlayedType } = {
  ...EC2_NETWORK, ...EC2_MACHINES, ...ELBV2, ...PRIVATE_LINK, ...ROUTE53,
};

/** The properties of a type that is played, on the network or by `e2e:nodes`. */
export function propertiesOf(type: string): Properties | undefined {
  return PLAYED_TYPES[type]?.properties ?? LAUNCHED_TYPES[type];
}

const NO_INTERNET = 'there is no internet here, and nothing leaves a VPC but through an endpoint';
const NO_API = 'no AWS API is emulated: it takes no part in the way of a packet';
const MONITORING = 'nothing is monitored here';

/** The resource types that change nothing on the way from a client to a broker, and why. */
export const IGNORED_TYPES: { readonly [type: string]: string } = {
  'AWS::EC2::RouteTable': NO_INTERNET,
  'AWS::EC2::Route': NO_INTERNET,
  'AWS::EC2::SubnetRouteTableAssociation': NO_INTERNET,
  'AWS::EC2::InternetGateway': NO_INTERNET,
  'AWS::EC2::VPCGatewayAttachment': NO_INTERNET,
  'AWS::EC2::NatGateway': NO_INTERNET,
  'AWS::EC2::EIP': NO_INTERNET,
  'AWS::EC2::FlowLog': MONITORING,
  'AWS::EC2::VPCEndpointConnectionNotification': MONITORING,
  'AWS::CloudWatch::Alarm': MONITORING,
  'AWS::CloudWatch::CompositeAlarm': MONITORING,
  'AWS::CloudWatch::Dashboard': MONITORING,
  'AWS::Logs::LogGroup': MONITORING,
  'AWS::SNS::Topic': MONITORING,
  'AWS::SNS::TopicPolicy': MONITORING,
  'AWS::SNS::Subscription': MONITORING,
  'AWS::IAM::InstanceProfile': NO_API,
  'AWS::IAM::ManagedPolicy': NO_API,
  'AWS::IAM::Policy': NO_API,
  'AWS::IAM::Role': NO_API,
  'AWS::KMS::Key': NO_API,
  'AWS::KMS::Alias': NO_API,
  'AWS::Lambda::EventInvokeConfig': NO_API,
  'AWS::Lambda::Function': NO_API,
  'AWS::Lambda::Permission': NO_API,
  'AWS::S3::Bucket': NO_API,
  'AWS::S3::BucketPolicy': NO_API,
  'AWS::SSM::Parameter': NO_API,
  'AWS::SecretsManager::Secret': NO_API,
  'AWS::Events::Rule': MONITORING,
  'AWS::CloudFormation::Stack': 'what is in it is read as a stack of its own',
  'AWS::CDK::Metadata': 'usage statistics of the CDK',
  'Custom::VpcRestrictDefaultSG': 'whatever it takes from the default group of a VPC, nobody is admitted by it here',
};

/** What AWS requires of them all the same. */
export const REQUIRED_OF_IGNORED: { readonly [type: string]: readonly string[] } = {
  'AWS::EC2::NatGateway': ['SubnetId'],
  'AWS::EC2::Route': ['RouteTableId'],
  'AWS::EC2::RouteTable': ['VpcId'],
  'AWS::EC2::SubnetRouteTableAssociation': ['RouteTableId', 'SubnetId'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId'],
  'AWS::IAM::InstanceProfile': ['Roles'],
  'AWS::IAM::Policy': ['PolicyDocument', 'PolicyName'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
};
