import { fails, holds, list, verdict } from './verdicts';
import { Judge } from '../groups/step';

export const allAlarmsOk: Judge = ({ answers: [{ MetricAlarms = [], CompositeAlarms = [] }] }) => {
  const alarms = [...MetricAlarms, ...CompositeAlarms];
  if (alarms.length === 0) { return fails('there is no alarm'); }
  const ringing = alarms.filter(({ StateValue }) => StateValue === 'ALARM');
  if (ringing.length) { return fails(`in ALARM: ${list(ringing.map(({ AlarmName }) => AlarmName))}`); }
  return alarms.every(({ StateValue }) => StateValue === 'OK') ? holds(`${alarms.length} alarms are OK`) : undefined;
};

/** The instance is shown as being terminated soon enough; a later answer is a no. */
export const terminatingWithin = (limit: number): Judge => ({ answers: [{ AutoScalingInstances: [instance] }], seconds }) => {
  const isShown = instance === undefined || instance.LifecycleState.startsWith('Terminating') || instance.LifecycleState === 'Terminated';
  if (!isShown) { return seconds > limit ? fails(`still ${instance.LifecycleState} after ${seconds.toFixed(0)} s`) : undefined; }
  return verdict(seconds <= limit, `${instance?.LifecycleState ?? 'gone'} after ${seconds.toFixed(0)} s`);
};

/** Disk and interface of the ended instance belong to another one now. */
export const movedFrom: Judge = ({ answers: [{ Volumes }, { NetworkInterfaces }], facts, seconds }) => {
  const owners = [...Volumes.flatMap(({ Attachments }: any) => Attachments.map(({ InstanceId }: any) => InstanceId)),
    ...NetworkInterfaces.map(({ Attachment }: any) => Attachment?.InstanceId)];
  const isMoved = owners.length >= 2 && owners.every(owner => owner && owner !== facts.Instance);
  return isMoved ? holds(`both belong to ${list([...new Set(owners)])} after ${Math.round(seconds)} s`) : undefined;
};

/** Under the key of this fact, if one is given. */
export const volumesInUse = (keyFact?: string): Judge => ({ answers: [{ Volumes }], facts }) => {
  const wrong = Volumes.filter(({ State, KmsKeyId }: any) => State !== 'in-use' || (keyFact && KmsKeyId !== facts[keyFact]));
  return verdict(Volumes.length > 0 && wrong.length === 0,
    `${Volumes.length} volumes; not as they should be: ${list(wrong.map(({ VolumeId, State, KmsKeyId }: any) => `${VolumeId} ${State} ${KmsKeyId ?? ''}`))}`);
};
