/**
 * The two apps that `e2e:migration` runs: that of the Kafka team, in each step of docs/migration.md, and that of a consumer. What operators and clients do by
 * hand is written beside the templates.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { filesAfter, KafkaStack, Known, NEW_LISTENER, STEPS } from './migration/kafka-stack';
import { KnownToPayments, PaymentsStack } from './migration/payments-stack';
import { KafkaClientLibrary, KafkaServiceContract, PropertyChange } from 'cdk-kafka-privatelink';

/** What an app is asked for. */
export interface Asked {
  readonly out: string;
  readonly kafka?: Known;
  /** For the consumer: the contract's text, and the file of the authority that its clients trust. */
  readonly payments?: KnownToPayments & { readonly contract: string; readonly trusted: string };
}

/** What the merge says of a host, in `merge.json`, by broker id. */
export interface MergeNotes {
  readonly [brokerId: string]: { readonly changes: PropertyChange[]; readonly byHand: string[] };
}

/** The files of clients, in `clients.json`, by library. */
export interface ClientNotes { readonly [library: string]: string }

export function writeKafka(out: string, known: Known): void {
  for (const step of STEPS) {
    const app = new App({ outdir: join(out, step) });
    new KafkaStack(app, step, known);
    app.synth();
    const files = filesAfter(step, known.kafkaVersion);
    mkdirSync(join(out, step, 'hosts'));
    files.forEach(({ host, merged }) => writeFileSync(join(out, step, 'hosts', `${host.brokerId}.server.properties`), merged.text));
    const notes: MergeNotes = Object.fromEntries(files.map(({ host, merged: { changes, byHand } }) => [host.brokerId, { changes, byHand }]));
    writeFileSync(join(out, step, 'merge.json'), JSON.stringify(notes, null, 2));
  }
}

export function writePayments(out: string, { contract: text, trusted, ...known }: NonNullable<Asked['payments']>): void {
  const app = new App({ outdir: join(out, 'consumer') });
  const contract = KafkaServiceContract.fromJson(text);
  new PaymentsStack(app, contract, known);
  app.synth();
  const notes: ClientNotes = Object.fromEntries(Object.values(KafkaClientLibrary).map(clientLibrary =>
    [clientLibrary, contract.listener(NEW_LISTENER.name).clientFile({ clientLibrary, truststoreLocation: trusted })]));
  writeFileSync(join(out, 'consumer', 'clients.json'), JSON.stringify(notes, null, 2));
}

if (require.main === module) {
  const { out, kafka, payments }: Asked = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  if (kafka) { writeKafka(out, kafka); }
  if (payments) { writePayments(out, payments); }
}
