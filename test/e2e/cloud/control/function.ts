import { cpSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Readable, serveFunction } from './function-api';
import type { Statement } from './iam';
import type { LambdaRuntime } from './lambda-runtime';
import { addressAt } from '../../../../cli/assembly/addresses';
import type { Host } from '../../../../cli/assembly/model';
import type { Resource } from '../../../../cli/assembly/resolve';
import type { Assembly, Stack } from '../../../../cli/assembly/template';
import { World } from '../../../../cli/assembly/world';
import type { Cloud, RunResult } from '../../../../cli/run/cloud/cloud';
import { STATE } from '../../../../cli/run/sandbox/sandbox';

/** Where Lambda has the code of a function. */
const TASK = '/var/task';
const API_PORT = 9001;

/** As Lambda does: the handler by its name, with an event and a context. What keeps the process from ending is not waited for. */
const INVOKE = `const [module, name] = process.env._HANDLER.split('.');
require(process.env.LAMBDA_TASK_ROOT + '/' + module)[name]({}, {}).then(
  () => process.stdout.write('', () => process.exit(0)), error => { console.error(error); process.exit(1); });`;

/** A function of the templates: its code, handler, environment, subnet, groups and role, on a host of its own. */
export class DeployedFunction {
  /**
   * @param construct the id of the construct that it is in
   * @param offset of its address in its subnet
   */
  public static async deploy(
    assembly: Assembly, construct: string, offset: number, cloud: Cloud, runtime: LambdaRuntime, readable: Readable,
  ): Promise<DeployedFunction> {
    const world = new World(assembly);
    const found = world.resolver.all.filter(({ Type, logicalId }) => Type === 'AWS::Lambda::Function' && logicalId.startsWith(`${construct}Function`));
    if (found.length !== 1) { throw new Error(`${found.length} functions are those of ${construct}`); }
    const [resource] = found;
    const property = (name: string) => world.resolver.property(resource, name);
    if (property('Runtime') !== runtime.name) { throw new Error(`${resource.label} runs on ${property('Runtime')}, and ${runtime.name} is here`); }
    const { SubnetIds: [subnetId], SecurityGroupIds: groupIds } = property('VpcConfig');
    const { cidr, vpcId, zone } = cloud.topology.subnets.find(({ id }) => id === subnetId)!;
    const host: Host = { name: `function-${construct.toLowerCase()}`, role: 'client', vpcId, zone, address: addressAt(cidr, offset), groupIds };
    await cloud.addHost(host);
    cpSync(codeOf(resource.stack, property('Code').S3Key), cloud.directory(host, TASK), { recursive: true });

    const { account, region } = resource.stack;
    const socket = join(STATE, `${host.name}.sock`);
    serveFunction({ account, region, statements: statementsOf(world, resource) }, readable, socket).unref();
    const config = join(STATE, `${host.name}.cfg`);
    writeFileSync(config, `defaults\n  mode http\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s
frontend api\n  bind 127.0.0.1:${API_PORT}\n  default_backend cloud\nbackend cloud\n  server cloud unix@${socket}\n`);
    cloud.start(`${host.name}-api`, host, ['haproxy', '-db', '-q', '-f', config]);
    const environment: { [name: string]: string } = {
      ...property('Environment').Variables,
      _HANDLER: property('Handler'),
      LAMBDA_TASK_ROOT: TASK,
      NODE_PATH: runtime.modules,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'local-cluster',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${API_PORT}`,
    };
    return new DeployedFunction(cloud, host, runtime, environment);
  }

  private constructor(
    private readonly cloud: Cloud, private readonly host: Host, private readonly runtime: LambdaRuntime,
    private readonly environment: { readonly [name: string]: string },
  ) {}

  /** Calls it once. Its output is what Lambda puts into the log. */
  public async call(): Promise<RunResult> {
    const variables = Object.entries(this.environment).map(([name, value]) => `${name}=${value}`);
    return this.cloud.exec(this.host, ['env', '-i', ...variables, this.runtime.node, '-e', INVOKE], { accept: 'any' });
  }
}

/** The folder that was published under a key. */
function codeOf({ assetManifests = [] }: Stack, key: string): string {
  for (const manifest of assetManifests) {
    const { files = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    for (const { source, destinations } of Object.values<any>(files)) {
      if (source.packaging === 'zip' && Object.values<any>(destinations).some(({ objectKey }) => objectKey === key)) {
        return join(dirname(manifest), source.path);
      }
    }
  }
  throw new Error(`no asset is published as ${key}`);
}

/** What the role of a function may do by the policies beside it. */
function statementsOf({ resolver }: World, { stack, Properties }: Resource): Statement[] {
  const [role] = Properties!.Role['Fn::GetAtt'];
  return resolver.all
    .filter(resource => resource.stack === stack && resource.Type === 'AWS::IAM::Policy' && resource.Properties!.Roles.some((each: any) => each.Ref === role))
    .flatMap(policy => resolver.property(policy, 'PolicyDocument').Statement);
}
