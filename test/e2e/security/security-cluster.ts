import { execFileSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { ClientCertificate, clientCertificate, ownFile } from './client-certificate';
import { filledIn } from './filled-in';
import { Issuer } from './issuer';
import { ProcessLists } from './process-lists';
import type { PathResult } from '../../../cli/probe';
import { inProcesses } from '../../../cli/run/clients/ask';
import type { ClientProgram, ClientPrograms } from '../../../cli/run/clients/client-programs';
import { KafkaAdmin } from '../../../cli/run/clients/kafka-admin';
import { KafkaClient, Target } from '../../../cli/run/clients/kafka-client';
import { Assembly, Cloud, loadAssembly, startCloud } from '../../../cli/run/cloud';
import type { Restore } from '../../../cli/run/cloud/cloud';
import { TestCa } from '../../../cli/run/kafka/test-ca';
import { STATE } from '../../../cli/run/sandbox/sandbox';
import type { Outside as AppOutside, Told } from '../../apps/security';
import { ControlPlane } from '../cloud/control/control-plane';
import { DeployedFunction } from '../cloud/control/function';
import type { LambdaRuntime } from '../cloud/control/lambda-runtime';
import { DoctorProgram } from '../harness/doctor';
import { synth } from '../harness/synth';
import type { KafkaDistribution } from '../kafka/distribution';

const ROOT = join(__dirname, '../../..');
const WORK = join(ROOT, 'build/e2e/security');
const AUTHORITIES = join(STATE, 'ca');
const ISSUER_PORT = 8443;
const JAVA_TRUST = '/etc/ssl/certs/java/cacerts';
const PATIENCE_MS = 300_000;

export const BROKERS = [0, 1, 2];

const acmArn = (name: string) => `arn:aws:acm:eu-west-1:111111111111:certificate/${name}`;

/** The canary's is its consumer's. */
const accountOf = (secret: string) => secret === 'canary' ? '222222222222' : '111111111111';

const secretArn = (name: string) => `arn:aws:secretsmanager:eu-west-1:${accountOf(name)}:secret:kafka/${name}-AbCdEf`;

const CONTRACT_PARAMETER = '/kafka/contract';

/** The cluster, what it keeps in Secrets Manager, and the authorities behind it. */
export class SecurityCluster {
  public static async start(
    programs: ClientPrograms, distribution: KafkaDistribution, awscli: string, runtime: LambdaRuntime, log: (line: string) => void,
  ): Promise<SecurityCluster> {
    const authority = async (name: string) => TestCa.create(join(AUTHORITIES, name), `${name} CA of the local cluster`);
    const names = ['servers', 'clients', 'new-clients', 'nodes', 'new-nodes', 'others'];
    const [servers, clients, newClients, nodes, newNodes, others] = await Promise.all(names.map(authority));
    const issuer = new Issuer('https://id.kafka.internal', 'kafka');
    const authorities = { servers, clients, newClients, nodes, newNodes, others };
    return new SecurityCluster(programs, distribution, awscli, runtime, await DoctorProgram.make(), log, authorities, issuer);
  }

  /** Secrets Manager, by name. */
  public readonly secrets = new Map<string, string>();
  /** Systems Manager of the consumer, by name. */
  public readonly parameters = new Map<string, string>();
  /** As of the last deployment. */
  public told!: Told;
  public cloud!: Cloud;
  public plane!: ControlPlane;
  public readonly processLists = new ProcessLists();
  /** What load balancers show, by name in ACM: files. */
  private readonly acm = new Map<string, string>();
  private listeners: string[] = [];
  private assembly!: Assembly;

  private constructor(
    private readonly programs: ClientPrograms, private readonly distribution: KafkaDistribution, private readonly awscli: string,
    private readonly runtime: LambdaRuntime, private readonly doctor: DoctorProgram,
    public readonly log: (line: string) => void, public readonly authorities: { readonly [name: string]: TestCa }, public readonly issuer: Issuer,
  ) {}

  public get java(): ClientProgram {
    return this.programs.java;
  }

  public get librdkafka(): ClientProgram {
    return this.programs.librdkafka;
  }

  /** Makes the certificates for the names that the app asks for, and creates the stack with these listeners. */
  public async create(listeners: string[]): Promise<void> {
    this.listeners = listeners;
    const assembly = this.synthesize();
    await this.issue();
    await this.issueForNodes(this.authorities.nodes);
    this.setSecret('nodeCa', readFileSync(this.authorities.nodes.file, 'utf8'));
    await this.launchCloud(assembly);
    await this.update(assembly);
  }

  /** Every node once, one after another, by a `restartToken`, perhaps with other listeners. */
  public async restart(token: string, listeners = this.listeners): Promise<void> {
    const areOthers = listeners !== this.listeners;
    this.listeners = listeners;
    const assembly = this.synthesize(token);
    if (areOthers) { await this.issue(); }
    await this.update(assembly);
  }

  public setSecret(name: string, value: string): void {
    this.secrets.set(secretArn(name), value);
  }

  public secret(name: string): string {
    return this.secrets.get(secretArn(name))!;
  }

  /** The certificate that several listeners share, anew. */
  public async issueShared(): Promise<void> {
    const { certificateNames, sharing } = this.told;
    this.setSecret('shared', await this.authorities.servers.issue(sharing.flatMap(name => certificateNames[name])));
  }

  /** The certificate by which nodes know each other, anew. */
  public async issueForNodes(authority: TestCa): Promise<void> {
    this.setSecret('node', await authority.issue([`*.${this.told.zoneName}`]));
  }

  /** The certificate that one broker shows, anew. */
  public async issueForBroker(id: number): Promise<void> {
    this.setSecret(`broker${id}`, await this.authorities.servers.issue(this.told.certificateNames.TLS.map(name => name.replace('*', `b${id}`))));
  }

  /** Brings the hour at which nodes look after their secrets, and the minute in which they notice; waits until each has looked. */
  public async anHourLater(): Promise<void> {
    await this.onEach('touch', '-d', '2 hours ago', '/var/lib/kafka-node/fetched');
    const looked = async () => {
      // Again and again, since a service that runs at the moment is not started by that.
      await this.onEach('systemctl', 'start', '--no-block', 'kafka-node-tend.service');
      return (await this.onEach('find', '/var/lib/kafka-node/fetched', '-mmin', '-60')).every(({ stdout }) => stdout !== '');
    };
    await this.until('the nodes to look after their secrets', looked);
  }

  /** Runs a command on every node. */
  public async onEach(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }[]> {
    return Promise.all(BROKERS.map(async id => this.on(id, argv)));
  }

  /** What an operator does in a session on a node, with a file in memory, `/run/input`. */
  public async kafkaAdmin(nodeId: number, argv: string[], input = ''): Promise<string> {
    const env = ['env', '-i', 'PATH=/sbin:/bin:/usr/sbin:/usr/bin'];
    const command = ['sh', '-c', 'umask 077; cat > /run/input; "$@"; code=$?; rm /run/input; exit $code', 'sh', ...env, 'kafka-admin', ...argv];
    const { code, stdout, stderr } = await this.on(nodeId, command, input);
    if (code !== 0) { throw new Error(`kafka-admin ${argv.join(' ')}:\n${stdout}${stderr}`); }
    return stdout;
  }

  /** A client in the consumer's VPC, by the file of its listener's contract with what is its own. */
  public client(listener: string, program: ClientProgram, own: { [key: string]: string }): KafkaClient {
    return this.clientBy(program, filledIn(this.clientFile(listener, program), own));
  }

  /** One that has filled in nothing. */
  public unprepared(listener: string, program: ClientProgram): KafkaClient {
    return this.clientBy(program, this.clientFile(listener, program));
  }

  /** Something on the machine of another node, which no firewall keeps from a broker's own listeners: as the broker advertises it to its peers. */
  public besideNodes(listener: 'INTERNAL' | 'CONTROLLER', program: ClientProgram, own: { [key: string]: string }): KafkaClient {
    const bootstrap = this.addressBetweenNodes(listener, 0);
    return new KafkaClient(this.cloud, this.plane.groupOf(1).instance!.host, program, { bootstrap, properties: { 'security.protocol': 'SSL', ...own } });
  }

  /** The administrator, over the endpoint. */
  public admin(listener: string, own: { [key: string]: string }): KafkaAdmin {
    const target = this.target(filledIn(this.clientFile(listener, this.java), own));
    return new KafkaAdmin(inProcesses(this.cloud, this.cloud.clientHost(), this.java), target);
  }

  /** What `doctor` finds on a listener from the consumer's host, by the contract and the client's file. */
  public async askDoctor(listener: string, own: { [key: string]: string }): Promise<PathResult[]> {
    const client = filledIn(this.clientFile(listener, this.java), own);
    return this.doctor.ask({ contract: this.cloud.contracts[0], client, args: ['--listener', listener] },
      async (argv, options) => this.cloud.exec(this.cloud.clientHost(), argv, options));
  }

  /** A canary of the consumer as its template says. */
  public async deployCanary(id: string, offset: number): Promise<DeployedFunction> {
    return DeployedFunction.deploy(this.assembly, id, offset, this.cloud, this.runtime, this);
  }

  /** A broker's group lets the load balancer in no more, at the port of a listener. */
  public async closedToLoadBalancer(nodeId: number, listener: string): Promise<Restore> {
    const { host } = this.plane.groupOf(nodeId).instance!;
    const { file } = this.cloud.brokers.find(broker => broker.nodeId === nodeId)!;
    return this.cloud.portClosed(host, file.listeners.find(({ name }) => name === listener)!.bindPort);
  }

  private clientFile(listener: string, program: ClientProgram): string {
    return this.told.clientFiles[program === this.java ? 'JAVA' : 'LIBRDKAFKA'][listener];
  }

  private clientBy(program: ClientProgram, text: string): KafkaClient {
    return new KafkaClient(this.cloud, this.cloud.clientHost(), program, this.target(text));
  }

  private target(text: string): Target {
    return { bootstrap: /^bootstrap\.servers=(.*)$/m.exec(text)![1], file: this.file(text) };
  }

  public async certificateOf(authority: TestCa, subject: string, days?: number): Promise<ClientCertificate> {
    return clientCertificate(authority, subject, days);
  }

  /** A file that only its owner reads. */
  public file(text: string): string {
    return ownFile(text);
  }

  /** Every private key of the run, of clients and servers, authorities and the issuer, also those that were replaced: a line that no other key has. */
  public privateKeys(): string[] {
    const files = readdirSync(AUTHORITIES, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.key'));
    return [...files.map(path => readFileSync(join(AUTHORITIES, path), 'utf8')), this.issuer.privateKey].map(text => {
      // The first lines say what kind of key it is, the last ones what everybody may know of it.
      const lines = /-----BEGIN PRIVATE KEY-----\n([^-]+)\n-----END/.exec(text)![1].split('\n');
      return lines[Math.floor((lines.length - 1) / 2)];
    });
  }

  /** The serial number of what is in ACM. */
  public serialInAcm(name: string): string {
    return execFileSync('openssl', ['x509', '-noout', '-serial', '-in', this.acm.get(name)!], { encoding: 'utf8' }).trim();
  }

  /** What a TLS client is shown. */
  public async shownAt(host: string, port: number, from = this.cloud.clientHost()): Promise<string> {
    const command = `timeout 10 openssl s_client -connect ${host}:${port} -servername ${host} < /dev/null 2> /dev/null | openssl x509 -noout -serial`;
    return (await this.cloud.exec(from, ['sh', '-c', command], { accept: 'any' })).stdout.trim();
  }

  /** What a node shows to another one. */
  public async shownBesideNodes(listener: 'INTERNAL' | 'CONTROLLER', id: number): Promise<string> {
    const [host, port] = this.addressBetweenNodes(listener, id).split(':');
    return this.shownAt(host, Number(port), this.plane.groupOf((id + 1) % BROKERS.length).instance!.host);
  }

  /** What the instance of a node has sent to CloudWatch. */
  public logOf(nodeId: number): string[] {
    const stream = `${nodeId}/${this.plane.groupOf(nodeId).instance!.id}`;
    return [...this.plane.instances.logs].filter(([name]) => name.endsWith(stream)).flatMap(([, lines]) => lines);
  }

  public async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    this.log(`waiting for ${what}`);
    for (const end = Date.now() + PATIENCE_MS; !await holds(); await delay(1000)) {
      if (Date.now() > end) { throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s`); }
    }
  }

  /** Every place in which something of this run was written down, but for the memory of machines and clients' own files. */
  public placesToSearch(): string[] {
    const logs = join(STATE, 'cloudwatch');
    mkdirSync(logs, { recursive: true });
    this.plane.instances.logs.forEach((lines, stream) => writeFileSync(join(logs, encodeURIComponent(stream)), lines.join('\n')));
    return [WORK, join(STATE, 'machines'), join(STATE, 'logs'), logs].filter(path => existsSync(path));
  }

  public consoles(): string {
    return [...this.plane?.instances.groups.values() ?? []]
      .map(({ logicalId, instance }) => `${logicalId} ${instance?.id}, the end of its console:\n${instance?.machine?.console(12)}`).join('\n');
  }

  public async stop(): Promise<void> {
    this.processLists.stop();
    await this.plane?.instances.stop();
    await this.cloud?.stop();
  }

  /** What operators put into Secrets Manager before they deploy. */
  private async issue(): Promise<void> {
    const { certificateNames: { TLS = [] }, sharing } = this.told;
    if (sharing.length > 0) { await this.issueShared(); }
    for (const id of TLS.length > 0 ? BROKERS : []) { await this.issueForBroker(id); }
    this.setSecret('clientCa', readFileSync(this.authorities.clients.file, 'utf8'));
  }

  private async update(assembly: Assembly): Promise<void> {
    this.assembly = assembly;
    await this.cloud.reload(assembly);
    this.parameters.set(CONTRACT_PARAMETER, JSON.stringify(this.cloud.contracts[0]));
    const { succeeded, reason } = await this.plane.deploy(assembly);
    if (!succeeded) { throw new Error(`it was rolled back: ${reason}`); }
  }

  /** `host:port` by which a node is known to the others. */
  private addressBetweenNodes(listener: 'INTERNAL' | 'CONTROLLER', id: number): string {
    const { properties } = this.cloud.brokers.find(({ nodeId }) => nodeId === id)!.file;
    return new RegExp(`\\b${listener}://([^,]+)`).exec(properties['advertised.listeners'])![1];
  }

  private async on(nodeId: number, argv: string[], input?: string): Promise<{ code: number; stdout: string; stderr: string }> {
    return this.plane.groupOf(nodeId).instance!.machine!.inside(argv, 'any', input);
  }

  private synthesize(restartToken?: string): Assembly {
    const { listeners } = this;
    const outside: AppOutside = {
      listeners,
      restartToken,
      version: this.distribution.version,
      sha512: this.distribution.sha512,
      secrets: Object.fromEntries(['shared', 'broker0', 'broker1', 'broker2', 'clientCa', 'node', 'nodeCa', 'administrator', 'canary'].map(name => [name, secretArn(name)])),
      acmCertificates: Object.fromEntries(['good', 'expired', 'wrongName'].map(name => [name, acmArn(name)])),
      trusted: this.authorities.servers.file,
      issuer: this.issuer.issuer,
      audience: this.issuer.audience,
      jwksUrl: `https://localhost:${ISSUER_PORT}/keys`,
      contractParameter: CONTRACT_PARAMETER,
    };
    const out = join(WORK, restartToken ?? 'created');
    synth('npx tsx security.ts', join(ROOT, 'test/apps'), out, { outside: JSON.stringify(outside) });
    this.told = JSON.parse(readFileSync(join(out, 'operators.json'), 'utf8'));
    return loadAssembly(out);
  }

  private async launchCloud(assembly: Assembly): Promise<void> {
    const { others, servers } = this.authorities;
    const issue = async (name: string, names: string[], days?: number) => this.acm.set(name, this.file(await servers.issue(names, { days })));
    await issue('good', ['nlb.kafka.internal', 'edge.kafka.internal']);
    await issue('expired', ['late.kafka.internal'], -1);
    await issue('wrongName', ['true.kafka.internal']);
    const certificates = Object.fromEntries([...this.acm].map(([name, file]) => [acmArn(name), file]));
    this.cloud = await startCloud(assembly, { launched: true, certificates });
    const keys = this.file(this.issuer.jwks);
    const certificate = this.file(await others.issue(['localhost']));
    this.plane = new ControlPlane({
      cloud: this.cloud,
      log: this.log,
      awscli: this.awscli,
      classes: this.distribution.classes,
      objects: new Map([['artifacts/kafka.tgz', readFileSync(this.distribution.file)]]),
      secrets: this.secrets,
      image: new Map([[JAVA_TRUST, this.javaTrust(others.file)]]),
      alongside: `frontend issuer
  bind 127.0.0.1:${ISSUER_PORT} ssl crt ${certificate}
  http-request return status 200 content-type application/json file ${keys}
`,
    }, assembly);
  }

  /** What Java trusts on this system, and the issuer's authority. */
  private javaTrust(ca: string): Buffer {
    const file = join(STATE, 'cacerts');
    copyFileSync(JAVA_TRUST, file);
    execFileSync('keytool', ['-importcert', '-noprompt', '-alias', 'issuer', '-file', ca, '-keystore', file, '-storepass', 'changeit'], { stdio: 'ignore' });
    return readFileSync(file);
  }
}
