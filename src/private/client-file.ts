import { SASL_MECHANISMS } from './contract-document';
import { propertyLine } from './java-properties';

type Library = 'java' | 'librdkafka';

/** Something that only the client has: what it is, and the lines that say it. A value in `<…>` is the client's to fill in. */
interface Place {
  readonly what: string;
  readonly hint?: string;
  readonly lines: { readonly [key: string]: string };
}

const TITLES = {
  java: "Java (Kafka's own clients, and what is built on them)", librdkafka: 'librdkafka, and what is built on it',
};

const LOGIN = 'org.apache.kafka.common.security';

/** Java reads a value without quotes as none at all, and refuses a `<…>` that is left, by the name of its key. */
const QUOTED = 'Put each into double quotes. Inside, write \\\\" for " and \\\\\\\\ for \\.';

/** The text of a file with these properties, and with a place for what the client must add. */
export function clientFile(
  listener: string, library: Library, properties: { readonly [key: string]: string }, needsCertificate: boolean,
): string {
  const line = library === 'java' ? propertyLine : (key: string, value: string) => `${key}=${value}`;
  const places = placesOf(library, properties, needsCertificate);
  const textOf = (lines: { readonly [key: string]: string }) => Object.entries(lines).map(([key, value]) => line(key, value));
  return [
    `# A client of the Kafka listener ${listener}, for ${TITLES[library]}.`,
    ...places.length === 0
      ? ['# This file is complete. It holds no secret.']
      : [`# Not complete: fill in ${places.map(({ what }) => what).join(', and ')}, where you see <...>. `
        + 'Until then it holds no secret.'],
    ...textOf(properties),
    ...places.flatMap(({ what, hint, lines }) => ['', `# ADD ${what}.${hint === undefined ? '' : ` ${hint}`}`, ...textOf(lines)]),
    '',
  ].join('\n');
}

function placesOf(library: Library, properties: { readonly [key: string]: string }, needsCertificate: boolean): Place[] {
  const { 'sasl.mechanism': mechanism, 'ssl.truststore.type': storeType = 'PEM' } = properties;
  return [
    ...storeType === 'PEM'
      ? []
      : [{ what: 'the password of the truststore', lines: { 'ssl.truststore.password': '<password>' } }],
    ...needsCertificate ? [certificate(library)] : [],
    ...mechanism === undefined ? [] : [login(library, mechanism)],
  ];
}

function certificate(library: Library): Place {
  return {
    what: "the client's certificate",
    hint: 'In PEM. If its key is encrypted, add ssl.key.password.',
    lines: library === 'java'
      ? {
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': '<path of a file with the private key, then the certificate, '
        + 'then its chain>',
      }
      : {
        'ssl.certificate.location': '<path of a file with the certificate, then its chain>',
        'ssl.key.location': '<path of the private key>',
      },
  };
}

function login(library: Library, mechanism: string): Place {
  switch (mechanism) {
    case 'OAUTHBEARER': return token(library);
    case 'GSSAPI': return kerberos(library);
    default: return SASL_MECHANISMS.includes(mechanism) ? password(library, mechanism) : plugin(library, mechanism);
  }
}

function password(library: Library, mechanism: string): Place {
  const what = 'user and password';
  if (library === 'librdkafka') { return { what, lines: { 'sasl.username': '<user>', 'sasl.password': '<password>' } }; }
  const module = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  return {
    what,
    hint: QUOTED,
    lines: {
      'sasl.jaas.config': `${LOGIN}.${module} required username=<user> `
    + 'password=<password>;',
    },
  };
}

function token(library: Library): Place {
  const what = 'the id and secret by which the client gets tokens, and the URL where it gets them';
  const url = { 'sasl.oauthbearer.token.endpoint.url': '<url>' };
  if (library === 'librdkafka') {
    return {
      what,
      lines: {
        'sasl.oauthbearer.method': 'oidc',
        ...url,
        'sasl.oauthbearer.client.id': '<id>',
        'sasl.oauthbearer.client.secret': '<secret>',
      },
    };
  }
  return {
    what,
    hint: `${QUOTED} From Kafka 4.0 on, start Java with -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=<url>.`,
    lines: {
      'sasl.login.callback.handler.class': `${LOGIN}.oauthbearer.OAuthBearerLoginCallbackHandler`,
      ...url,
      'sasl.jaas.config': `${LOGIN}.oauthbearer.OAuthBearerLoginModule required clientId=<id> clientSecret=<secret>;`,
    },
  };
}

function kerberos(library: Library): Place {
  const what = "the client's principal, its keytab, and the first part of the brokers' principals";
  const service = { 'sasl.kerberos.service.name': '<name>' };
  if (library === 'librdkafka') {
    return { what, lines: { ...service, 'sasl.kerberos.principal': '<principal>', 'sasl.kerberos.keytab': '<path>' } };
  }
  const module = 'com.sun.security.auth.module.Krb5LoginModule';
  return {
    what,
    hint: QUOTED,
    lines: {
      ...service,
      'sasl.jaas.config': `${module} required useKeyTab=true storeKey=true `
      + 'keyTab=<path> principal=<principal>;',
    },
  };
}

/** A mechanism that is not Kafka's own: who runs the brokers knows what it needs. */
function plugin(library: Library, mechanism: string): Place {
  const what = `what the plugin of ${mechanism} needs, which the Kafka team knows`;
  // librdkafka refuses a mechanism that it does not know, by its name.
  return { what, lines: library === 'java' ? { 'sasl.jaas.config': '<login module>' } : {} };
}
