import { createHash } from 'crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import type { Context } from './iam';

/** An answer of AWS that is no success. */
export class AwsError extends Error {
  constructor(public readonly code: string, message: string, public readonly status = 400) {
    super(message);
  }
}

export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit?: string;
  readonly dimensions: { readonly [name: string]: string };
}

export interface VolumeState { readonly volumeId: string; readonly state: string; readonly instanceId?: string }

export interface InterfaceState {
  readonly id: string;
  readonly status: string;
  readonly instanceId?: string;
  readonly attachmentId?: string;
  readonly tags: { readonly [key: string]: string };
}

export interface GroupInstance { readonly instanceId: string; readonly groupName: string; readonly lifecycle: string }

/** What a machine asks AWS for. Each call is about the machine that calls, and fails with an `AwsError`. */
export interface CloudOfMachine {
  /** Below `meta-data/`; undefined where the service has nothing. */
  metadata(path: string): string | undefined;
  /** Fails unless the machine's role allows it. */
  authorize(action: string, resource: string, context?: Context): void;
  describeVolume(volumeId: string): VolumeState;
  /** All that have a tag. */
  volumesWith(tag: string, value: string): VolumeState[];
  attachVolume(volumeId: string): Promise<void>;
  detachVolume(volumeId: string): Promise<void>;
  describeInterface(id: string): InterfaceState;
  /** All whose tag has a value that begins so. */
  interfacesWith(tag: string, start: string): InterfaceState[];
  attachInterface(id: string): Promise<void>;
  detachInterface(attachmentId: string): Promise<void>;
  /** Those of these that a group has, or is about to end. */
  groupInstances(ids: string[]): GroupInstance[];
  heartbeat(hook: string): void;
  completeHook(hook: string): void;
  /** `stack` is what the machine calls it: its name or its id. */
  signal(stack: string, logicalId: string, uniqueId: string, status: string): void;
  publish(namespace: string, metrics: Metric[]): void;
  putLogs(group: string, stream: string, messages: string[]): void;
  createLogStream(group: string, stream: string): void;
  secret(id: string): string;
  object(bucket: string, key: string): Buffer;
}

const TOKEN = 'local-cluster';
type Fields = { readonly [name: string]: string };
type Handler = (cloud: CloudOfMachine, fields: Fields, body: any) => Promise<string> | string;

const item = (entries: { [name: string]: string | undefined }) =>
  Object.entries(entries).map(([name, value]) => value === undefined ? '' : `<${name}>${value}</${name}>`).join('');

/** Of the query protocol, by service and action: what is inside the answer. */
const QUERY: { [action: string]: Handler } = {
  'ec2:DescribeVolumes': (cloud, fields) => {
    const [, tag] = /^tag:(.*)$/.exec(fields['Filter.1.Name'] ?? '') ?? [];
    const found = tag === undefined ? [cloud.describeVolume(fields['VolumeId.1'])] : cloud.volumesWith(tag, fields['Filter.1.Value.1']);
    return `<volumeSet>${found.map(({ volumeId, state, instanceId }) => {
      const attachment = instanceId ? `<item>${item({ volumeId, instanceId, status: 'attached' })}</item>` : '';
      return `<item>${item({ volumeId, status: state })}<attachmentSet>${attachment}</attachmentSet></item>`;
    }).join('')}</volumeSet>`;
  },
  'ec2:AttachVolume': async (cloud, { VolumeId }) => { await cloud.attachVolume(VolumeId); return item({ volumeId: VolumeId, status: 'attaching' }); },
  'ec2:DetachVolume': async (cloud, { VolumeId }) => { await cloud.detachVolume(VolumeId); return item({ volumeId: VolumeId, status: 'detaching' }); },
  'ec2:DescribeNetworkInterfaces': (cloud, fields) => {
    const [, tag] = /^tag:(.*)$/.exec(fields['Filter.1.Name'] ?? '') ?? [];
    const [, start] = /^([^*?]*)\*$/.exec(fields['Filter.1.Value.1'] ?? '') ?? [];
    if (tag !== undefined && start === undefined) { throw new Error(`the filter ${fields['Filter.1.Value.1']} is not known here`); }
    const found = tag === undefined ? [cloud.describeInterface(fields['NetworkInterfaceId.1'])] : cloud.interfacesWith(tag, start!);
    return `<networkInterfaceSet>${found.map(({ id, status, instanceId, attachmentId, tags }) => {
      const attachment = instanceId ? `<attachment>${item({ attachmentId, instanceId, status: 'attached' })}</attachment>` : '';
      const tagSet = Object.entries(tags).map(([key, value]) => `<item>${item({ key, value })}</item>`).join('');
      return `<item>${item({ networkInterfaceId: id, status })}${attachment}<tagSet>${tagSet}</tagSet></item>`;
    }).join('')}</networkInterfaceSet>`;
  },
  'ec2:AttachNetworkInterface': async (cloud, { NetworkInterfaceId }) => { await cloud.attachInterface(NetworkInterfaceId); return item({ attachmentId: `eni-attach-${NetworkInterfaceId.slice(4)}` }); },
  'ec2:DetachNetworkInterface': async (cloud, { AttachmentId }) => { await cloud.detachInterface(AttachmentId); return item({ return: 'true' }); },
  'autoscaling:DescribeAutoScalingInstances': (cloud, fields) => {
    const ids = Object.entries(fields).filter(([name]) => name.startsWith('InstanceIds.member.')).map(([, id]) => id);
    if (ids.length > 50) { throw new AwsError('ValidationError', 'The number of instance IDs that may be passed in is limited to 50'); }
    return `<AutoScalingInstances>${cloud.groupInstances(ids).map(({ instanceId, groupName, lifecycle }) =>
      `<member>${item({ InstanceId: instanceId, AutoScalingGroupName: groupName, LifecycleState: lifecycle })}</member>`).join('')}</AutoScalingInstances>`;
  },
  'autoscaling:RecordLifecycleActionHeartbeat': (cloud, { LifecycleHookName }) => { cloud.heartbeat(LifecycleHookName); return ''; },
  'autoscaling:CompleteLifecycleAction': (cloud, { LifecycleHookName, LifecycleActionResult }) => {
    if (LifecycleActionResult !== 'CONTINUE') { throw new AwsError('ValidationError', `LifecycleActionResult ${LifecycleActionResult} is not known here`); }
    cloud.completeHook(LifecycleHookName);
    return '';
  },
  'cloudformation:SignalResource': (cloud, { StackName, LogicalResourceId, UniqueId, Status }) => { cloud.signal(StackName, LogicalResourceId, UniqueId, Status); return ''; },
};

/** Of the JSON protocols, by service and action. */
const JSON_ACTIONS: { [action: string]: Handler } = {
  'logs:PutLogEvents': (cloud, _, { logGroupName, logStreamName, logEvents }) => {
    cloud.putLogs(logGroupName, logStreamName, logEvents.map(({ message }: any) => message));
    return '{}';
  },
  'logs:CreateLogStream': (cloud, _, { logGroupName, logStreamName }) => { cloud.createLogStream(logGroupName, logStreamName); return '{}'; },
  'secretsmanager:GetSecretValue': (cloud, _, { SecretId }) => JSON.stringify({ ARN: SecretId, VersionId: versionOf(cloud.secret(SecretId)), SecretString: cloud.secret(SecretId) }),
  'monitoring:PutMetricData': (cloud, _, { Namespace, MetricData }) => {
    const named = (dimensions: any[]) => Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
    cloud.publish(Namespace, MetricData.map(({ MetricName, Value, Unit, Dimensions }: any) =>
      ({ name: MetricName, value: Number(Value), unit: Unit, dimensions: named(Dimensions) })));
    return '{}';
  },
};

/** Serves one machine: the instance metadata service in its second version, and what the AWS command line asks of the AWS APIs. */
export function serveMachine(cloud: CloudOfMachine, socket: string): Server {
  const server = createServer((request, response) => {
    read(request).then(body => answer(cloud, request, body, response)).catch(error => {
      response.statusCode = 500;
      response.end(String(error?.stack ?? error));
      console.error(error);
    });
  });
  server.keepAliveTimeout = 120_000; // longer than HAProxy keeps a connection for its next request
  return server.listen(socket);
}

async function answer(cloud: CloudOfMachine, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, 'http://169.254.169.254');
  if (url.pathname.startsWith('/latest/')) { return answerMetadata(cloud, request, url.pathname, response); }
  // The credential scope names the service: …/20261123/eu-west-1/ec2/aws4_request.
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
  if (!service) { return send(response, 403, 'the request is not signed'); }
  const target = String(request.headers['x-amz-target'] ?? '');
  const fields = Object.fromEntries(new URLSearchParams(body.toString()));
  try {
    if (service === 's3') { return sendObject(cloud, request, url, response); }
    if (target) {
      const action = `${service}:${target.split('.').pop()}`;
      const handler = JSON_ACTIONS[action] ?? raise(action);
      return send(response, 200, await handler(cloud, {}, JSON.parse(body.toString())), 'application/x-amz-json-1.1');
    }
    const action = `${service}:${fields.Action}`;
    const inside = await (QUERY[action] ?? raise(action))(cloud, fields, undefined);
    const result = service === 'ec2' ? inside : `<${fields.Action}Result>${inside}</${fields.Action}Result>`;
    return send(response, 200, `<${fields.Action}Response>${result}</${fields.Action}Response>`, 'text/xml');
  } catch (error) {
    if (!(error instanceof AwsError)) { throw error; }
    return sendError(response, service, target, error);
  }
}

function answerMetadata(cloud: CloudOfMachine, request: IncomingMessage, path: string, response: ServerResponse): void {
  if (path === '/latest/api/token') {
    return request.method === 'PUT' && request.headers['x-aws-ec2-metadata-token-ttl-seconds'] ? send(response, 200, TOKEN) : send(response, 400, '');
  }
  if (request.headers['x-aws-ec2-metadata-token'] !== TOKEN) { return send(response, 401, ''); }
  const found = cloud.metadata(path.replace(/^\/latest\/(meta-data\/)?/, ''));
  return found === undefined ? send(response, 404, '') : send(response, 200, found);
}

function sendObject(cloud: CloudOfMachine, request: IncomingMessage, url: URL, response: ServerResponse): void {
  const [, bucket, key] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? raise(`s3:${request.method}`);
  const object = cloud.object(bucket, key);
  response.setHeader('ETag', '"0"');
  response.setHeader('Last-Modified', 'Thu, 01 Jan 1970 00:00:00 GMT');
  response.setHeader('Accept-Ranges', 'bytes');
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const [first, last] = range ? [Number(range[1]), range[2] === '' ? object.length - 1 : Math.min(Number(range[2]), object.length - 1)] : [0, object.length - 1];
  if (range) { response.setHeader('Content-Range', `bytes ${first}-${last}/${object.length}`); }
  response.setHeader('Content-Length', `${last - first + 1}`);
  response.statusCode = range ? 206 : 200;
  response.end(request.method === 'HEAD' ? undefined : object.subarray(first, last + 1));
}

function sendError(response: ServerResponse, service: string, target: string, { code, message, status }: AwsError): void {
  if (target) { return send(response, status, JSON.stringify({ __type: code, message }), 'application/x-amz-json-1.1'); }
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return send(response, status, service === 'ec2' ? `<Response><Errors>${error}</Errors></Response>` : service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`, 'text/xml');
}

function send(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.end(body);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) { chunks.push(chunk); }
  return Buffer.concat(chunks);
}

function raise(action: string): never {
  throw new Error(`the local cluster does not know the call ${action}`);
}

/** In the form of Secrets Manager's, and another one whenever the secret is another one. */
function versionOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
