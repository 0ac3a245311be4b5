import type { Judge } from './groups/step';
import { everyPathOpen } from './judges/canary';
import { addressLeft, answeredBy, firstLives, oneZoneAnswers, showsCertificate, stayedOpen, zonesAnswerForThemselves } from './judges/client';
import { doneWhilePending, isContract, isNotified, nobodyAllowed, pendingHasNames, refusedForConnections, serviceHasZones } from './judges/endpoints';
import { allAlarmsOk, movedFrom, terminatingWithin, volumesInUse } from './judges/nodes';
import { hasRole, hookWentFirst, isStack, noGroupTouched, refusedWithoutLoss, rolledBackInTurn, rolledInTurn, rollTook } from './judges/stacks';
import { CANARY, EVENTS } from './stub/recorded';

const endpoint = (State: string, ...names: [string, string][]) => ({
  VpcEndpoints: [{ State, DnsEntries: names.map(([DnsName, HostedZoneId]) => ({ DnsName, HostedZoneId })) }],
});
const REGIONAL = 'vpce-0a1-b2c.vpce-svc-1.eu-west-1.vpce.amazonaws.com';
const ZONAL = 'vpce-0a1-b2c-eu-west-1a.vpce-svc-1.eu-west-1.vpce.amazonaws.com';
const volume = (instance: string) => ({ Volumes: [{ Attachments: [{ InstanceId: instance }] }] });
const nic = (instance?: string) => ({ NetworkInterfaces: [{ Attachment: instance && { InstanceId: instance } }] });
const zones = (...answers: string[]) => ({ ask: answers });

type Case = readonly [what: string, judge: Judge, answers: readonly unknown[], facts?: { [name: string]: string }, seconds?: number];

const judged = (judge: Judge, answers: readonly unknown[], facts = {}, seconds = 0) => judge({ answers, facts, seconds });

const WRONG: readonly Case[] = [
  ['H1: no names', pendingHasNames, [endpoint('pendingAcceptance')]],
  ['H1: no answer about names', pendingHasNames, [{ VpcEndpoints: [{ State: 'pendingAcceptance' }] }]],
  ['H1: a zonal name first', pendingHasNames, [endpoint('pendingAcceptance', [ZONAL, 'Z1'], [REGIONAL, 'Z1'])]],
  ['H1: two hosted zones', pendingHasNames, [endpoint('pendingAcceptance', [REGIONAL, 'Z1'], [ZONAL, 'Z2'])]],
  ['H1: it did not wait', pendingHasNames, [endpoint('available', [REGIONAL, 'Z1'], [ZONAL, 'Z1'])]],
  ['H2: the stack waits too', doneWhilePending, [endpoint('pendingAcceptance'), { Stacks: [{ StackStatus: 'CREATE_IN_PROGRESS' }] }]],
  ['H2: the endpoint was accepted', doneWhilePending, [endpoint('available'), { Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] }]],
  ['H3: silence', answeredBy(0, 1), [zones('I am 0', 'SILENCE')]],
  ['H3: brokers exchanged', answeredBy(0, 1), [zones('I am 1', 'I am 0')]],
  ['H5: two zones', serviceHasZones(3), [{ ServiceDetails: [{ AvailabilityZones: ['a', 'b'] }] }]],
  ['H6: every zone answers', oneZoneAnswers, [zones('I am 0', 'I am 0', 'I am 0')]],
  ['H6: no zone answers', oneZoneAnswers, [zones('SILENCE', 'SILENCE')]],
  ['H7: the name does not resolve', addressLeft(3), [{ resolve: ['ENOTFOUND'] }]],
  ['H8: both live', firstLives, [{ hold: ['I am 0', 'I am 0'] }]],
  ['H8: both die', firstLives, [{ hold: ['ECONNRESET', 'ECONNRESET'] }]],
  ['H11: too slow', rollTook(6, 8), [EVENTS.slow]],
  ['H11: nothing rolled', rollTook(6, 8), [EVENTS.untouched]],
  ['H12: two failed', rolledBackInTurn, [EVENTS.twoFailed]],
  ['H12: two at once', rolledBackInTurn, [EVENTS.atOnce]],
  ['H12: no rollback', rolledBackInTurn, [EVENTS.roll]],
  ['H13: a node rolls', noGroupTouched, [EVENTS.roll]],
  ['H14: the group goes first', hookWentFirst(2, 3), [EVENTS.groupFirst]],
  ['H14: nothing goes', hookWentFirst(2, 3), [EVENTS.untouched]],
  ['H16: it was not refused', refusedWithoutLoss, [EVENTS.accepted]],
  ['H16: something was lost', refusedWithoutLoss, [EVENTS.lost]],
  ['H19: another key', volumesInUse('Key'), [{ Volumes: [{ State: 'in-use', KmsKeyId: 'aws/ebs' }] }], { Key: 'own' }],
  ['H19: no volume', volumesInUse('Key'), [{ Volumes: [] }], { Key: 'own' }],
  ['H20: another certificate', showsCertificate, [{ shake: ['EF:01'] }], { Fingerprint: 'SHA256 Fingerprint=AB:CD' }],
  ['H21: an alarm rings', allAlarmsOk, [{ MetricAlarms: [{ StateValue: 'OK' }, { StateValue: 'ALARM', AlarmName: 'x' }] }]],
  ['H21: there is no alarm', allAlarmsOk, [{ MetricAlarms: [] }]],
  ['H22: nobody is told', isNotified, [{ ConnectionNotificationSet: [] }]],
  ['H22: disabled', isNotified, [{ ConnectionNotificationSet: [{ ConnectionNotificationState: 'Disabled' }] }]],
  ['H24: another contract', isContract, [{ Parameter: { Value: '{"serviceName":"com.amazonaws.vpce.eu-west-1.vpce-svc-1"}' } }], { 'Kafka.Contract': '{"serviceName":"x"}' }],
  ['H26: AWS deleted it', refusedForConnections, [{ Unsuccessful: [] }]],
  ['H27: two servers behind one name', zonesAnswerForThemselves(2), [zones('I am 0', 'I am 1', 'I am 1', 'I am 1')]],
  ['H27: one server behind all', zonesAnswerForThemselves(2), [zones('I am 0', 'I am 0', 'I am 0', 'I am 0')]],
  ['H29: somebody is left', nobodyAllowed, [{ AllowedPrincipals: [{ Principal: 'arn:aws:iam::1:root' }] }]],
  ['H30: it ended', stayedOpen, [{ hold: ['ECONNRESET'] }]],
  ['H46: a path is closed', everyPathOpen('bootstrap', '0', '1'), [CANARY.closed]],
  ['H46: a path was not looked at', everyPathOpen('bootstrap', '0', '1'), [CANARY.missing]],
  ['H46: there is no log', everyPathOpen('bootstrap'), [{ StatusCode: 200 }]],
  ['H45: two at once', rolledInTurn, [EVENTS.sideBySide]],
  ['H45: a disk went', rolledInTurn, [EVENTS.diskWent]],
  ['H45: it was rolled back', rolledInTurn, [EVENTS.rolledBack]],
  ['H31: it went through', isStack('UPDATE_ROLLBACK_COMPLETE'), [{ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }]],
  ['H33: no role', hasRole, [{ Stacks: [{ StackName: 'x' }] }]],
  ['H34: too late', terminatingWithin(15), [{ AutoScalingInstances: [{ LifecycleState: 'Terminating' }] }], {}, 16],
  ['H34: not at all', terminatingWithin(15), [{ AutoScalingInstances: [{ LifecycleState: 'InService' }] }], {}, 16],
];

describe('it does not hold', () => {
  for (const [what, ...example] of WRONG) {
    test(what, () => expect(judged(...example)).toMatchObject({ holds: false }));
  }
});

const NOT_YET: readonly Case[] = [
  ['H7: as many addresses as before', addressLeft(3), [{ resolve: [['1', '2', '3']] }]],
  ['H15: the disk is on no instance', movedFrom, [{ Volumes: [{ Attachments: [] }] }, nic('i-2')], { Instance: 'i-1' }],
  ['H15: the interface is on the old one', movedFrom, [volume('i-2'), nic('i-1')], { Instance: 'i-1' }],
  ['H15: the interface is on none', movedFrom, [volume('i-2'), nic()], { Instance: 'i-1' }],
  ['H21: data is missing', allAlarmsOk, [{ MetricAlarms: [{ StateValue: 'OK' }], CompositeAlarms: [{ StateValue: 'INSUFFICIENT_DATA' }] }]],
  ['H34: not yet shown', terminatingWithin(15), [{ AutoScalingInstances: [{ LifecycleState: 'InService' }] }], {}, 14],
];

describe('it is asked again', () => {
  for (const [what, ...example] of NOT_YET) {
    test(what, () => expect(judged(...example)).toBeUndefined());
  }
});

test('events of an earlier deployment count for nothing', () => {
  const both = { StackEvents: [...EVENTS.untouched.StackEvents, ...EVENTS.roll.StackEvents] };
  expect(noGroupTouched({ answers: [both], facts: {}, seconds: 0 })).toMatchObject({ holds: true });
});
