import type { Report } from './report';
import { sentenceOf, Supposed } from '../assembly/conditions';
import { Finding, line } from '../assembly/findings';

/** What was found where some things turn out in one way. */
export interface Way {
  readonly supposed: readonly Supposed[];
  readonly report: Report;
}

/**
 * One report of several ways in which an app can turn out. A finding of all of them is one. Others are notes, with the case in which
 * they are true, unless each way has one: then the app is wrong however it turns out.
 */
export function joined(ways: readonly Way[]): Report {
  const has = ({ report }: Way, { message }: Finding) => report.findings.some(found => found.message === message);
  const all = ways.flatMap(({ report }) => report.findings)
    .filter(({ message }, i, list) => list.findIndex(other => other.message === message) === i);
  const common = all.filter(finding => ways.every(way => has(way, finding)));
  const rest = all.filter(finding => !common.includes(finding));
  const cases = rest.map(finding => ({ finding, when: caseOf(ways.map(way => has(way, finding)), ways) }));
  const isAlways = ways.every(({ report }) => report.findings.length > common.length);
  return {
    findings: [
      ...common, ...isAlways ? cases.map(({ finding: { cause, message }, when }) => ({ cause, message: `if ${when}: ${message}` })) : [],
    ],
    notes: [
      ...new Set(ways.flatMap(({ report }) => report.notes)),
      ...isAlways ? [] : cases.map(({ finding, when }) => `If ${when}: ${line(finding)}`),
    ],
    paths: ways.map(({ report }) => report.paths).reduce((most, paths) => paths.length > most.length ? paths : most),
  };
}

/** The ways that are meant, by what makes a difference only. */
function caseOf(isMeant: readonly boolean[], ways: readonly Way[]): string {
  const places = ways[0].supposed.map((_, i) => i);
  const turned = (one: Way, place: number) => ways.findIndex(({ supposed }) =>
    supposed.every(({ holds }, i) => holds === (i === place ? !one.supposed[i].holds : one.supposed[i].holds)));
  const telling = places.filter(place => ways.some((way, i) => {
    const other = turned(way, place);
    return other >= 0 && isMeant[other] !== isMeant[i];
  }));
  const texts = ways.filter((_, i) => isMeant[i]).map(({ supposed }) => telling.map(place => sentenceOf(supposed[place])).join(' and '));
  return [...new Set(texts)].join(', or ');
}
