import { list, verdict } from './verdicts';
import { Judge } from '../groups/step';

/** Somebody holds the connection and says nothing that a broker says. A load balancer without a healthy target accepts one too, and then ends it. */
const HELD = 'Doctor.silent';

interface Line {
  readonly BrokerId: string;
  readonly PathOk: number;
  readonly code?: string;
}

/** The lines of a canary in the end of its log, as an invocation gives it. */
function linesOf(log: string): Line[] {
  const lines = Buffer.from(log, 'base64').toString().split('\n');
  return lines.filter(line => line.startsWith('{')).map(line => JSON.parse(line)).filter(line => 'PathOk' in line);
}

/**
 * The canary came through to whoever is behind each of these paths. In place of brokers are machines that are no Kafka, so that is where it ends.
 */
export const everyPathOpen = (...paths: readonly string[]): Judge => ({ answers: [{ LogResult = '' }] }) => {
  const lines = linesOf(LogResult);
  const isOpen = (path: string) => lines.some(({ BrokerId, PathOk, code }) => BrokerId === path && (PathOk === 1 || code === HELD));
  return verdict(paths.every(isOpen), `paths: ${list(lines.map(({ BrokerId, code = 'ok' }) => `${BrokerId} ${code}`))}`);
};
