import { isContractJson } from './contracts';

const PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];

const isName = (value: unknown) => typeof value === 'string' && /^\S+$/.test(value);
const isPort = (value: unknown) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535;
const isId = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;

/** What keeps a value from being the JSON of a contract: each thing with its place, its value, and what is right. None if it is one. */
export function contractProblems(document: any): string[] {
  if (!isContractJson(document)) { return ['it has no listeners and brokerIds']; }
  const { brokerIds, listeners, moreListeners = [] } = document;
  const strange = brokerIds.filter((id: unknown) => !isId(id));
  return [
    ...strange.map((id: unknown) => `brokerIds has ${JSON.stringify(id)}, and the id of a broker is a whole number`),
    ...[...listeners, ...moreListeners].flatMap((listener, i) => problemsOf(listener ?? {}, `listeners[${i}]`)),
    ...strange.length > 0 ? [] : [...listeners, ...moreListeners].flatMap(listener => portProblems(listener ?? {}, brokerIds)),
  ];
}

function problemsOf(listener: any, place: string): string[] {
  const { name, protocol, host, firstPort, bootstrapPort, saslMechanisms } = listener;
  const expected: [field: string, isRight: boolean, what: string][] = [
    ['name', isName(name), 'a name'],
    ['protocol', PROTOCOLS.includes(protocol), `one of ${PROTOCOLS.join(', ')}`],
    ['host', isName(host), 'a host'],
    ['firstPort', isPort(firstPort), 'a port from 1 to 65535'],
    ['bootstrapPort', isPort(bootstrapPort), 'a port from 1 to 65535'],
    ['saslMechanisms', Array.isArray(saslMechanisms) && saslMechanisms.every(isName), 'a list of mechanisms, which may be empty'],
  ];
  return expected.filter(([, isRight]) => !isRight)
    .map(([field, , what]) => `${place}.${field} is ${JSON.stringify(listener[field]) ?? 'missing'}, and must be ${what}`);
}

/** Each broker's port is one. */
function portProblems({ name, firstPort, firstBrokerId = 0 }: any, brokerIds: readonly number[]): string[] {
  if (!isPort(firstPort)) { return []; }
  return brokerIds.map(id => [id, firstPort + id - firstBrokerId]).filter(([, port]) => !isPort(port))
    .map(([id, port]) => `the port of broker ${id} on ${name} is ${port}: firstPort ${firstPort}, firstBrokerId ${firstBrokerId}`);
}
