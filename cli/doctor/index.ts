import { parseArgs } from 'node:util';
import { readClientFile } from './client-file';
import { loadProbe, Probe } from './load';
import { askAws, Aws } from './provider/aws';
import { doctorOfProvider } from './provider/report';
import { asText } from './text';
import { readContractFile } from '../assembly/contract-file';
import { UserError } from '../assembly/findings';
import { Command, EXIT } from '../command';

const HELP = `Usage: cdk-kafka-privatelink doctor CONTRACT [OPTION]...
       cdk-kafka-privatelink doctor --provider CONTRACT|SERVICE [OPTION]...

Run it on a host in the consumer's VPC. It tries every path of a contract, and names the first step
that fails: names, TCP, TLS, which broker answers, login, metadata, data. CONTRACT is the file that
the consumer has. Without --client it does what needs no credentials.

  --client FILE       the properties of a client, for Java or librdkafka, as clientFile() writes
                      them: authorities, certificate, login. Nothing of a value is printed
  --listener NAME     a listener of the contract to try; all by default
  --topic TOPIC       produce a record to a partition that each broker leads, and fetch it
  --idle SECONDS      keep a connection silent for so long, then use it
  --timeout SECONDS   how long each step may take; 3 by default
  --provider          look at the provider's side instead, with the AWS CLI and its credentials:
                      service, connections, load balancer, targets. Give the contract, or the id or
                      name of the endpoint service
  --region REGION     the region of a service that is given by its id
  --json              print JSON

Exit codes: ${EXIT.fine} every path is open; ${EXIT.findings} a path fails;
  ${EXIT.unusable} the arguments or files cannot be used; ${EXIT.broken} it could not run.`;

/** @param load the probe and @param aws the AWS CLI, when they are needed */
export function doctorWith(load: () => Probe, aws: Aws): Command {
  return {
    summary: "try every path from a host in the consumer's VPC, and name the first step that fails",
    help: HELP,
    run: async args => {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          client: { type: 'string' },
          idle: { type: 'string' },
          json: { type: 'boolean', default: false },
          listener: { type: 'string', multiple: true },
          provider: { type: 'boolean', default: false },
          region: { type: 'string' },
          timeout: { type: 'string' },
          topic: { type: 'string' },
        },
      });
      if (positionals.length !== 1) {
        const got = positionals.length === 0 ? 'none was given' : `got ${positionals.join(', ')}`;
        throw new UserError(`doctor: it takes one contract, or one service with --provider; ${got}`);
      }
      const { client, idle, json, listener, provider, region, timeout, topic } = values;
      const ofOtherSide = Object.entries(provider ? { client, idle, listener, timeout, topic } : { region });
      const [misplaced] = ofOtherSide.filter(([, value]) => value !== undefined);
      if (misplaced) {
        const side = provider ? "the consumer's side, without --provider" : '--provider';
        throw new UserError(`doctor: --${misplaced[0]} is for ${side}`);
      }
      if (provider) { return doctorOfProvider(positionals[0], { region, json }, aws); }
      const options = {
        client: client === undefined ? undefined : readClientFile(client),
        idleMs: milliseconds('idle', idle),
        listenerNames: listener,
        timeoutMs: milliseconds('timeout', timeout),
        topic,
      };
      const results = await load()(readContractFile(positionals[0]), options);
      return {
        status: results.every(({ ok }) => ok) ? EXIT.fine : EXIT.findings,
        text: json ? JSON.stringify(results, undefined, 2) : asText(results),
      };
    },
  };
}

export const doctor = doctorWith(loadProbe, askAws);

function milliseconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) { return undefined; }
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600)) {
    const got = JSON.stringify(text);
    throw new UserError(`doctor: --${option} is a number of seconds, more than 0 and at most 3600; got ${got}`);
  }
  return Math.round(seconds * 1000);
}
