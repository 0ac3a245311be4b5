import { ACCEPTED } from './accepted';
import { client } from './questions';
import { Group, Step } from './step';
import { HOST } from '../apps/host';
import { hubApp } from '../apps/hub';
import { networkApp } from '../apps/network';
import { answeredSoonBy, showsCertificate } from '../judges/client';
import { isNotified } from '../judges/endpoints';

/** Groups that ask whether clients reach brokers, each in another way. */

const deployed: readonly Step[] = [
  { id: 'kafka', what: 'deploys the service', minutes: 8, deploy: ['Kafka'] },
  { id: 'consumer', what: 'deploys the consumer', minutes: 6, after: ['kafka'], deploy: ['Consumer'] },
];
const accepted: readonly Step[] = [...deployed, ...ACCEPTED];
const answers = (tells: string, after: string): Step => ({
  id: 'answers',
  what: 'asks each broker from the VPC of the client',
  minutes: 4,
  after: [after],
  tells,
  as: 'consumer',
  ask: [client({ ask: [[HOST, 20000], [HOST, 20001]] })],
  judge: answeredSoonBy(0, 1),
  within: { minutes: 10, everySeconds: 20 },
});
const stacks = { Kafka: 'kafka', Consumer: 'consumer' } as const;

export const TWO_ACCOUNTS: Group = {
  name: 'two-accounts',
  what: 'a service in one account, its consumer in another',
  app: networkApp({ toldByTopic: true }),
  stacks,
  needs: 'second account',
  steps: [
    ...accepted,
    {
      id: 'notified',
      what: 'asks whether the owner of the service is told',
      minutes: 1,
      after: ['kafka'],
      as: 'kafka',
      judge: isNotified,
      ask: [['ec2', 'describe-vpc-endpoint-connection-notifications', '--filters', 'Name=service-id,Values={Kafka.ServiceId}']],
    },
    { ...answers('H22', 'available'), after: ['available', 'notified'] },
  ],
};

export const TWO_REGIONS: Group = {
  name: 'two-regions',
  what: 'a service in one region, its consumer in another',
  app: networkApp({ crossZone: true }),
  stacks,
  needs: 'second region',
  steps: [...accepted, answers('H23', 'available')],
};

export const HUB: Group = {
  name: 'hub',
  what: 'an endpoint in a hub, a client behind a transit gateway',
  app: hubApp,
  stacks,
  steps: [...deployed, answers('H36', 'consumer')],
};

const FILES = ['-keyout', '{Folder}/tls.key', '-out', '{Folder}/tls.pem'];

export const TLS: Group = {
  name: 'tls',
  what: 'TLS that ends at the load balancer, with an imported certificate',
  app: networkApp({ certificateFact: 'Certificate' }),
  stacks,
  steps: [
    {
      id: 'sign',
      what: 'makes a certificate',
      minutes: 1,
      as: 'kafka',
      by: 'openssl',
      invoke: ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`, ...FILES],
    },
    {
      id: 'fingerprint',
      what: 'notes its fingerprint',
      minutes: 1,
      after: ['sign'],
      as: 'kafka',
      by: 'openssl',
      invoke: ['x509', '-in', '{Folder}/tls.pem', '-noout', '-fingerprint', '-sha256'],
      keep: answer => ({ Fingerprint: answer }),
    },
    {
      id: 'import',
      what: 'imports it into ACM',
      minutes: 1,
      after: ['fingerprint'],
      as: 'kafka',
      invoke: ['acm', 'import-certificate', '--certificate', 'fileb://{Folder}/tls.pem', '--private-key', 'fileb://{Folder}/tls.key',
        '--tags', 'Key=kafka-privatelink-acceptance,Value=tls'],
      keep: ({ CertificateArn }) => ({ Certificate: CertificateArn }),
    },
    ...accepted.map(step => step.id === 'kafka' ? { ...step, after: ['import'] } : step),
    {
      id: 'shake',
      what: 'shakes hands from the VPC of the consumer',
      minutes: 4,
      after: ['available'],
      tells: 'H20',
      as: 'consumer',
      ask: [client({ shake: [[HOST, 20000]] })],
      judge: asked => asked.answers[0].shake[0].includes(':') ? showsCertificate(asked) : undefined,
      within: { minutes: 10, everySeconds: 20 },
    },
  ],
};
