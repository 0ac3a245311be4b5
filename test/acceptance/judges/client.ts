import { fails, holds, list, verdict } from './verdicts';
import { Judge } from '../groups/step';

/** Judges of what the function in the consumer's VPC found: apps/client-code.js. */

/** The ports in turn were answered by these servers. */
export const answeredBy = (...ids: number[]): Judge => ({ answers: [{ ask }] }) =>
  verdict(ask.length === ids.length && ids.every((id, i) => ask[i] === `I am ${id}`), `answers: ${list(ask)}`);

/** As before, as soon as it is so: targets take a while to become healthy. */
export const answeredSoonBy = (...ids: number[]): Judge => asked => {
  const { holds: isSo, why } = answeredBy(...ids)(asked)!;
  return isSo ? holds(`${why}, after ${Math.round(asked.seconds)} s`) : undefined;
};

/** The first connection lived, the second did not. */
export const firstLives: Judge = ({ answers: [{ hold: [first, second] }] }) =>
  verdict(first.startsWith('I am') && !second.startsWith('I am'), `the shorter silence ended with ${first}, the longer with ${second}`);

export const stayedOpen: Judge = ({ answers: [{ hold: [answer] }] }) => verdict(answer.startsWith('I am'), `the connection ended with ${answer}`);

/** Of the same port by each zone's name in turn, one answered: how the others did not is what one wants to know. */
export const oneZoneAnswers: Judge = ({ answers: [{ ask }] }) => {
  const right = ask.filter((answer: string) => answer.startsWith('I am'));
  return verdict(right.length === 1 && ask.length > 1, `answers by zone: ${list(ask)}`);
};

/** Every name was answered by one server alone, and each by another. */
export const zonesAnswerForThemselves = (times: number): Judge => ({ answers: [{ ask }] }) => {
  const byZone = Array.from({ length: ask.length / times }, (_, i) => [...new Set<string>(ask.slice(i * times, (i + 1) * times))]);
  const isSo = byZone.length > 1 && byZone.every(answers => answers.length === 1 && answers[0].startsWith('I am'))
    && new Set(byZone.flat()).size === byZone.length;
  return verdict(isSo, byZone.map((answers, i) => `zone ${i}: ${list(answers)}`).join('; '));
};

export const addressLeft = (before: number): Judge => ({ answers: [{ resolve: [addresses] }], seconds }) => {
  if (!Array.isArray(addresses)) { return fails(`the name does not resolve: ${addresses}`); }
  return addresses.length < before ? holds(`${list(addresses)} after ${Math.round(seconds)} s`) : undefined;
};

export const showsCertificate: Judge = ({ answers: [{ shake: [fingerprint] }], facts }) => {
  const imported = facts.Fingerprint.replace(/^.*=/, '').trim();
  return verdict(fingerprint === imported, `shown: ${fingerprint}; imported: ${imported}`);
};
