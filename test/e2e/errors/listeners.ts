/** The name that the broker's certificates are for. */
export const HOST = 'kafka.pay.example.com';

/** Where nothing answers: what is sent there is lost, as by a security group. */
export const NOWHERE = 'nowhere.pay.example.com';

/** An address of this machine from which the broker takes no connection. */
export const REFUSED = '127.0.0.9';

/** A name with two addresses: the broker's, and one where nothing answers, as of a zone that is dead. */
export const TWO_ZONES = 'zones.pay.example.com';

/** What stands before the listener RELAYED ends connections that are idle for a second. */
export const RELAY_PORT = 9198;

const BY_PASSWORD = {
  'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
  'scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
};

/** What the broker listens on, and how each listener differs from another. */
export const LISTENERS = {
  INTERNAL: { port: 9091, protocol: 'PLAINTEXT' },
  PLAIN: { port: 9092, protocol: 'PLAINTEXT' },
  TLS: { port: 9093, protocol: 'SSL' },
  MTLS: { port: 9094, protocol: 'SSL', properties: { 'ssl.client.auth': 'required' } },
  SCRAM: {
    port: 9095,
    protocol: 'SASL_SSL',
    properties: BY_PASSWORD,
  },
  LOST: { port: 9096, protocol: 'PLAINTEXT', advertised: NOWHERE },
  EXPIRED: { port: 9097, protocol: 'SSL', days: -1 },
  LOGIN: { port: 9100, protocol: 'SASL_PLAINTEXT', properties: BY_PASSWORD },
  FULL: { port: 9101, protocol: 'PLAINTEXT', properties: { 'max.connections': '1' } },
  BASIC: {
    port: 9103,
    protocol: 'SASL_SSL',
    properties: {
      'sasl.enabled.mechanisms': 'PLAIN',
      'plain.sasl.jaas.config': 'org.apache.kafka.common.security.plain.PlainLoginModule required user_user="right";',
    },
  },
  RELAYED: { port: 9102, protocol: 'PLAINTEXT', advertisedPort: RELAY_PORT },
} as const satisfies { [name: string]: Listener };

export interface Listener {
  readonly port: number;
  readonly protocol: string;
  /** The name of its certificate by default. */
  readonly advertised?: string;
  /** Its own port by default. */
  readonly advertisedPort?: number;
  /** How long its certificate is valid. */
  readonly days?: number;
  readonly properties?: { readonly [key: string]: string };
}

export const TOPIC = 'topic';

/** The user that there is from the start. */
export const USER = 'user';
export const PASSWORD = 'right';
