import { parseArgs } from 'node:util';
import { APP_ARGUMENTS, APP_HELP, Apps, appsOf } from '../apps';
import { stagedOf } from './app/staged';
import { prepareClients, prepareJava } from './clients/client-programs';
import { Faults, faultsOf, playFaults, refuseFew } from './faults';
import { BALANCER_CERTIFICATE, play, stageOf } from './play';
import { CONTAINER_OPTIONS, firstStep, installCommand } from './sandbox/first-step';
import { machine } from './sandbox/lacking';
import { logger } from './sandbox/logger';
import { CLOUD_NEEDS, JAVA_NEEDS, KAFKA_NEEDS, Need, packagesOf } from './sandbox/needs';
import { enterSandbox, isInSandbox, leftMessage, ownRoot, prepareSandbox } from './sandbox/sandbox';
import { complete, Completion } from '../assembly/completed';
import { supposedIn } from '../assembly/conditions';
import { line, UserError } from '../assembly/findings';
import { refuseNothing } from '../check';
import { reportOf } from '../check/report';
import { Command, EXIT, Result } from '../command';

const HELP = `Usage: cdk-kafka-privatelink run [CDK_OUT]... [OPTION]...

Runs the templates that 'cdk synth' wrote on this machine: networks, load balancers, endpoints,
names and security groups, with real Kafka brokers. A real client of each consumer finds each
broker, produces and reads. If the apps lack something, the run makes it: clients where there is
no consumer, brokers, controllers, certificates, users.

It needs no AWS credentials. It needs Linux, as root or in user namespaces, and these packages:
${packagesOf([...CLOUD_NEEDS, ...JAVA_NEEDS]).join(', ')}.
It downloads Kafka from Maven Central once. --faults also needs python3-pip and npm. It downloads
clients from PyPI and npm once.

${APP_HELP}
  --faults                while clients produce: a broker is killed, then the active controller, a
                          zone is cut, a load balancer node is lost, brokers roll
  --faults random         random faults while clients produce and read; --minutes M says for how
                          long (10), --seed N repeats the faults of a run

Exit codes: ${EXIT.fine} every path holds; ${EXIT.findings} there are findings, or a path does not hold;
${EXIT.unusable} the arguments or files cannot be used, or this machine lacks something; ${EXIT.broken} a fault of this program.`;

/** Tells the program in the sandbox which of the clusters it is to run. */
const CLUSTER = 'CDK_KAFKA_PRIVATELINK_CLUSTER';

export const run: Command = {
  summary: 'run the templates here, with real Kafka and real clients (Linux)',
  help: HELP,
  run: async args => {
    const { faults, rest } = faultsOf(args, Date.now());
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: APP_ARGUMENTS });
    const apps = appsOf(values, positionals);
    const completion = complete(apps.assembly, apps.contracts, apps.options);
    return isInSandbox() ? inside(completion, faults) : outside(apps, completion, faults);
  },
};

async function outside(apps: Apps, completion: Completion, faults?: Faults): Promise<Result> {
  const report = reportOf(apps.assembly, apps.contracts, apps.options);
  refuseNothing(report);
  if (report.findings.length > 0) {
    return { status: EXIT.findings, text: ['Nothing was run, since a path is not open:', ...report.findings.map(finding => `  ${line(finding)}`)].join('\n') };
  }
  const played = completion.clusters.flatMap(({ topology }, i) => topology.services.length > 0 ? [i] : []);
  if (faults) { played.forEach(i => refuseFew(completion.clusters[i].topology)); }
  const needs = [...CLOUD_NEEDS, ...faults ? KAFKA_NEEDS : JAVA_NEEDS];
  const step = firstStep(machine(needs), containerLine(needs), false);
  if (step.kind === 'leave') { throw new UserError(step.advice); }
  await (faults ? prepareClients(logger()) : prepareJava(logger())).catch(error => {
    const from = faults ? 'Maven Central, PyPI and npm are' : 'Maven Central is';
    throw new UserError(`what the run needs could not be fetched; ${from} needed once:\n${(error as Error).message}`);
  });
  let status: Result['status'] = EXIT.fine;
  for (const i of played) {
    const { code, left } = await enterSandbox({ [CLUSTER]: `${i}` });
    if (left.length > 0) { throw new Error(leftMessage(left)); }
    if (code === EXIT.unusable) { throw new UserError('it could not run, as said above'); }
    if (code === EXIT.broken) { return { status: EXIT.broken, text: 'The run ended early, by the fault that is said above.' }; }
    if (code !== EXIT.fine && code !== EXIT.findings) { throw new Error(`a run ended with ${code}`); }
    if (code === EXIT.findings) { status = EXIT.findings; }
  }
  return { status, text: textOf(status, [...apps.notes, ...supposedIn(apps.assembly), ...report.notes]) };
}

/** One line for the shells of macOS, Linux and Windows (PowerShell), in the folder of an app that has the package. */
function containerLine(needs: readonly Need[]): string {
  const steps = ['apt-get update', installCommand(packagesOf(needs)), `npx cdk-kafka-privatelink ${process.argv.slice(2).join(' ')}`];
  return `docker run --rm -it ${CONTAINER_OPTIONS} -v "\${PWD}:/app" -w /app node:22-bookworm sh -c '${steps.join(' && ')}'`;
}

function textOf(status: Result['status'], notes: readonly string[]): string {
  return [
    status === EXIT.fine ? 'Every path holds.' : 'A path does not hold: see FAILED above.',
    ...notes.length > 0 ? ['', 'What these files do not tell:', ...notes.map(note => `  ${note}`)] : [],
  ].join('\n');
}

/** One cluster, in the sandbox. The process then ends at once, whatever waits in it. */
async function inside({ clusters }: Completion, faults?: Faults): Promise<never> {
  const log = logger();
  const staged = stagedOf(clusters[Number(process.env[CLUSTER])], BALANCER_CERTIFICATE);
  if (staged.nodes.written.length > 0) {
    console.log(['Nodes run on files of the run, with the client listeners of the apps, and meet in the clear:', ...staged.nodes.written.map(why => `  ${why}`)].join('\n'));
  }
  const programs = faults && await prepareClients(log);
  const java = programs ?? await prepareJava(log);
  prepareSandbox();
  ownRoot();
  const isFine = await play(staged, java, log, async playing => !faults || !programs || playFaults(stageOf(playing, programs, log), faults));
  process.exit(isFine ? EXIT.fine : EXIT.findings);
}
