import { addressesOf, bootstrapOf, namesWithWildcards, Setup, Step } from './setup';

/** What every vendor asks for, in no vendor's words. */
export function otherSteps(setup: Setup): Step[] {
  return [{
    title: 'Give the vendor what it asks for:',
    language: 'text',
    code: [
      `Service name: ${setup.serviceName}`,
      `Region: ${setup.region}`,
      `Zone ids of brokers: ${setup.zoneIds.join(', ')}`,
      `Names that lead to the endpoint: ${namesWithWildcards(setup).join(', ')}`,
      `Bootstrap servers: ${bootstrapOf(setup)}`,
      ...addressesOf(setup).map(address => `Broker: ${address}`),
      `Security protocol: ${setup.protocol}`,
      ...setup.mechanism === undefined ? [] : [`SASL mechanism: ${setup.mechanism}`],
    ].join('\n'),
  }];
}
