import { mkdirSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import type { Place } from './place';
import { KAFKA } from '../run/archive';

const zonesOf = (region: string) => ['a', 'b', 'c'].map((letter, i) => ({ name: `${region}${letter}`, id: `${region.replace(/[^a-z\d]/g, '')}-az${i + 1}` }));

/** A place that no account was asked for: a plan and the tests synthesize for it. */
export function plannedPlace(group: string, regions: readonly string[], archive: string): Omit<Place, 'facts'> {
  mkdirSync(dirname(archive), { recursive: true });
  writeFileSync(archive, 'stands for the archive of Kafka');
  const [kafka, other = kafka] = regions;
  const consumer = group === 'two-regions' ? other : kafka;
  return {
    group,
    accounts: { kafka: '111111111111', consumer: group === 'two-accounts' ? '222222222222' : '111111111111' },
    regions: { kafka, consumer },
    zones: { kafka: zonesOf(kafka), consumer: zonesOf(consumer) },
    kafka: { file: archive, version: KAFKA, sha512: '0123456789abcdef'.repeat(8) },
  };
}
