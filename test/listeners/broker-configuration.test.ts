import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { clientListener, setup } from './fixtures';
import { BrokerCertificate, ClientCa, KafkaBroker, ListenerSecurity, ScramMechanism } from '../../src';

const CERTIFICATE = BrokerCertificate.fromPemFile('/run/kafka/tls/client.pem');
const CA = ClientCa.fromPemFile('/run/kafka/tls/ca.pem');
const ACM = elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/1');
const OAUTH = { issuer: 'https://id.pay.example.com', audience: 'kafka', jwksUrl: 'https://id.pay.example.com/keys' };

/** The load balancer's side of brokers whose configuration is known. */
function between(ofBrokers: ListenerSecurity, ofLoadBalancer: ListenerSecurity): () => unknown {
  const brokers = [0, 1, 2].map(id => Object.assign(KafkaBroker.fromIpAddress(id, `10.0.0.${id + 1}`), { clientListeners: [clientListener({ security: ofBrokers })] }));
  return () => setup({ brokers, clientListeners: [clientListener({ security: ofLoadBalancer })] });
}

describe('the security of a listener is one thing for brokers and load balancer', () => {
  test.each<[string, ListenerSecurity, ListenerSecurity, string]>([
    ['TLS for brokers, client certificates here', ListenerSecurity.tls(CERTIFICATE), ListenerSecurity.mutualTls(CERTIFICATE, CA), 'there the clients\' certificate is "none", here "required"'],
    ['TLS at the load balancer for brokers, plaintext here', ListenerSecurity.tlsAtLoadBalancer(ACM), ListenerSecurity.plaintext(), 'there the clients\' protocol is "SSL", here "PLAINTEXT"'],
    ['passwords for brokers, tokens in the contract', ListenerSecurity.saslScram(CERTIFICATE), ListenerSecurity.saslOauthBearer(CERTIFICATE, OAUTH),
      'there the SASL mechanism is "SCRAM-SHA-512", here "OAUTHBEARER"'],
    ['another hash', ListenerSecurity.saslScram(CERTIFICATE, ScramMechanism.SCRAM_SHA_256), ListenerSecurity.saslScram(CERTIFICATE), 'there the SASL mechanism is "SCRAM-SHA-256", here "SCRAM-SHA-512"'],
    ['another audience', ListenerSecurity.saslOauthBearer(CERTIFICATE, OAUTH), ListenerSecurity.saslOauthBearer(CERTIFICATE, { ...OAUTH, audience: 'mail' }),
      'there \'sasl.oauthbearer.expected.audience\' is "kafka", here "mail"'],
    ['another prefix', ListenerSecurity.mutualTls(CERTIFICATE, CA), ListenerSecurity.mutualTls(CERTIFICATE, CA, { principalPrefix: 'pay.' }), "there 'ssl.principal.mapping.rules' is"],
  ])('%s', (_, ofBrokers, ofLoadBalancer, difference) => {
    expect(between(ofBrokers, ofLoadBalancer)).toThrow(`PerBrokerNlbListeners.brokerConfiguration: client listener CLIENT differs in the configuration of brokers 0, 1, 2: ${difference}`);
  });

  test.each<[string, () => ListenerSecurity]>([
    ['client certificates', () => ListenerSecurity.mutualTls(CERTIFICATE, CA)], ['TLS at the load balancer', () => ListenerSecurity.tlsAtLoadBalancer(ACM)], ['tokens', () => ListenerSecurity.saslOauthBearer(CERTIFICATE, OAUTH)],
  ])('copies are as good as one: %s', (_, make) => {
    expect(between(make(), make())).not.toThrow();
  });
});
