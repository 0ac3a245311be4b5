import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { clientListener, setup } from './fixtures';
import { BrokerCertificate, ListenerSecurity, ScramMechanism } from '../../src';

const ARN = 'arn:aws:acm:eu-west-1:111111111111:certificate/1';
const ACM = elbv2.ListenerCertificate.fromArn(ARN);
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

function listenersOf(security: ListenerSecurity): any[] {
  const { stack } = setup({ clientListeners: [clientListener({ security })] });
  const template = Template.fromStack(stack);
  // What the load balancer passes on is never encrypted again by it.
  expect(Object.values(template.findResources(GROUP)).map(group => group.Properties.Protocol)).toEqual(expect.not.arrayContaining(['TLS']));
  return Object.values(template.findResources(LISTENER)).map(({ Properties }) => Properties);
}

test.each([['without a user', {}], ['with one', { scram: ScramMechanism.SCRAM_SHA_512 }]])('TLS at the load balancer, %s, is on every port, with the certificate and a policy', (_, options) => {
  for (const listener of listenersOf(ListenerSecurity.tlsAtLoadBalancer(ACM, options))) {
    expect(listener).toMatchObject({ Protocol: 'TLS', Certificates: [{ CertificateArn: ARN }], SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' });
    expect(listener.AlpnPolicy).toBeUndefined();
  }
});

test('the policy may be another', () => {
  const [listener] = listenersOf(ListenerSecurity.tlsAtLoadBalancer(ACM, { sslPolicy: elbv2.SslPolicy.TLS13_13 }));
  expect(listener.SslPolicy).toBe('ELBSecurityPolicy-TLS13-1-3-2021-06');
});

test('other listeners pass bytes through', () => {
  const certificate = BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem');
  for (const security of [ListenerSecurity.plaintext(), ListenerSecurity.tls(certificate), ListenerSecurity.saslScram(certificate)]) {
    for (const listener of listenersOf(security)) {
      expect([listener.Protocol, listener.Certificates, listener.SslPolicy]).toEqual(['TCP', undefined, undefined]);
    }
  }
});

describe('a listener without security', () => {
  const warning = Match.stringLikeRegexp('client listener CLIENT neither encrypts nor authenticates.*PerBrokerNlbListeners.plaintext');

  test('is warned about', () => {
    Annotations.fromStack(setup({ clientListeners: [clientListener({ security: ListenerSecurity.plaintext() })] }).stack).hasWarning('*', warning);
  });

  test('is not the one whose TLS ends at the load balancer', () => {
    Annotations.fromStack(setup({ clientListeners: [clientListener({ security: ListenerSecurity.tlsAtLoadBalancer(ACM) })] }).stack).hasNoWarning('*', Match.stringLikeRegexp('plaintext'));
  });
});
