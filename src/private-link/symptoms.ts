import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { KafkaAlarm } from '../model/kafka-alarms-options';
import { Symptom } from '../private/symptom-alarms';

/** Resets come with every restart of a broker; more than that in most of five minutes are clients that can't stay. */
const RESETS: Pick<Symptom, 'threshold' | 'minutes'> = { threshold: 100, minutes: [3, 5] };

/** What goes wrong at an endpoint service. */
export function serviceSymptoms(resets: cloudwatch.IMetric, endpoints: cloudwatch.IMetric): Symptom[] {
  return [
    {
      alarm: KafkaAlarm.SERVICE_RESETS,
      what: 'connections of consumers are reset: brokers refuse them, or they are idle for too long',
      metric: resets,
      isUrgent: false,
      ...RESETS,
    },
    {
      alarm: KafkaAlarm.ENDPOINTS_MISSING,
      what: 'fewer endpoints are connected than there should be',
      metric: endpoints,
      isUrgent: false,
      isLeast: true,
      minutes: [15, 15],
    },
  ];
}

/** What goes wrong at an endpoint. */
export function endpointSymptoms(dropped: cloudwatch.IMetric, resets: cloudwatch.IMetric): Symptom[] {
  return [
    {
      alarm: KafkaAlarm.PACKETS_DROPPED,
      what: 'the endpoint drops packets: the service does not answer, or has no room',
      metric: dropped,
      isUrgent: false,
      threshold: 0,
      minutes: [3, 5],
    },
    {
      alarm: KafkaAlarm.ENDPOINT_RESETS,
      what: 'the service resets connections of clients',
      metric: resets,
      isUrgent: false,
      ...RESETS,
    },
  ];
}
