import { AdvertisedHost, BrokerCertificate, ClientListener, ListenerSecurity } from 'cdk-kafka-privatelink';

/** The post's listener, for the payments team. */
export const client = new ClientListener({
  name: 'CLIENT',
  advertisedHost: AdvertisedHost.shared('kafka.pay.internal'),
  security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')),
});

/** A second audience, with names and ports of its own. */
export const analytics = new ClientListener({
  name: 'ANALYTICS',
  slot: 1,
  advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.analytics.internal'),
  security: ListenerSecurity.plaintext(),
});
