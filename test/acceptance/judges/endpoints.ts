import { fails, holds, list, verdict } from './verdicts';
import { Judge } from '../groups/step';

/** The zone in a name of an endpoint, if it has one: `vpce-0a1-b2c-eu-west-1a.vpce-svc-….eu-west-1.vpce.amazonaws.com`. */
const zoneOf = (name: string) => /^[^.]*-([a-z]{2}(?:-[a-z]+)+-\d[a-z])\./.exec(name)?.[1];

export const pendingHasNames: Judge = ({ answers: [{ VpcEndpoints: [endpoint] }] }) => {
  const { State, DnsEntries = [] } = endpoint;
  if (State !== 'pendingAcceptance') { return fails(`the endpoint is ${State}, so this says nothing of one that waits`); }
  const names: string[] = DnsEntries.map(({ DnsName }: any) => DnsName);
  const zones = new Set(DnsEntries.map(({ HostedZoneId }: any) => HostedZoneId));
  const isRight = names.length > 1 && !zoneOf(names[0]) && names.slice(1).every(zoneOf) && zones.size === 1;
  return verdict(isRight, `names while it waits: ${list(names)}; hosted zones: ${list([...zones])}`);
};

/** The stack was done while the endpoint waited. */
export const doneWhilePending: Judge = ({ answers: [{ VpcEndpoints: [{ State }] }, { Stacks: [{ StackStatus }] }] }) =>
  verdict(State === 'pendingAcceptance' && StackStatus === 'CREATE_COMPLETE', `the endpoint is ${State}, the stack ${StackStatus}`);

export const isAvailable: Judge = ({ answers: [{ VpcEndpoints: [{ State }] }] }) => State === 'available' ? holds('the endpoint is available') : undefined;

export const serviceHasZones = (count: number): Judge => ({ answers: [{ ServiceDetails: [{ AvailabilityZones }] }] }) =>
  verdict(AvailabilityZones.length === count, `zones of the service: ${list(AvailabilityZones)}`);

export const nobodyAllowed: Judge = ({ answers: [{ AllowedPrincipals = [] }] }) =>
  verdict(AllowedPrincipals.length === 0, `principals: ${list(AllowedPrincipals.map(({ Principal }: any) => Principal))}`);

export const refusedForConnections: Judge = ({ answers: [{ Unsuccessful = [] }] }) =>
  verdict(Unsuccessful.length === 1, Unsuccessful.length ? `${Unsuccessful[0].Error.Code}: ${Unsuccessful[0].Error.Message}` : 'AWS deleted the service');

export const isNotified: Judge = ({ answers: [{ ConnectionNotificationSet = [] }] }) =>
  verdict(ConnectionNotificationSet.length === 1 && ConnectionNotificationSet[0].ConnectionNotificationState === 'Enabled',
    `notifications: ${list(ConnectionNotificationSet.map(({ ConnectionNotificationState }: any) => ConnectionNotificationState))}`);

export const isContract: Judge = ({ answers: [{ Parameter }], facts }) => {
  const isSame = JSON.stringify(JSON.parse(Parameter.Value)) === JSON.stringify(JSON.parse(facts['Kafka.Contract']));
  return verdict(isSame && /vpce-svc-[0-9a-f]+/.test(Parameter.Value), isSame ? `the parameter names ${JSON.parse(Parameter.Value).serviceName}` : 'the parameter is not what the output is');
};
