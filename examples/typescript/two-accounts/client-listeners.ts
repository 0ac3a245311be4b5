import { AdvertisedHost, BrokerCertificate, ClientListener, ListenerSecurity } from 'cdk-kafka-privatelink';

/** Brokers get it from Secrets Manager at every boot; it is in memory only. */
export const CERTIFICATE_FILE = '/run/kafka/tls/client.pem';

/** For the payments team. */
export const client = new ClientListener({
  name: 'CLIENT',
  advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'),
  security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(CERTIFICATE_FILE)),
});

/** A second audience, with names and ports of its own. */
export const analytics = new ClientListener({
  name: 'ANALYTICS',
  slot: 1,
  advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.analytics.example.com'),
  security: ListenerSecurity.plaintext(),
});
