import { Path } from './kafka-client';

/**
 * What is wrong with the paths to the brokers, in a sentence each; nothing if the broker that an address is advertised for, and no other,
 * answers there through every address of the endpoint.
 *
 * @param brokerIds who must be found
 * @param addresses how many addresses the bootstrap name must resolve to
 * @param brokerAddresses how many the name of a broker must resolve to: one only where it is that of a zone
 */
export function pathProblems(paths: Path[], brokerIds: number[], addresses: number, brokerAddresses = addresses): string[] {
  const problems: string[] = [];
  problems.push(...paths.flatMap(problemOf));
  for (const id of [-1, ...brokerIds]) {
    const found = new Set(paths.filter(({ expected }) => expected === id).map(({ address }) => address)).size;
    const wanted = id < 0 ? addresses : brokerAddresses;
    if (found !== wanted) {
      problems.push(`${id < 0 ? 'the bootstrap name' : `the name of broker ${id}`} resolves to ${found} addresses, not ${wanted}`);
    }
  }
  for (const stranger of new Set(paths.map(({ expected }) => expected).filter(id => id >= 0 && !brokerIds.includes(id)))) {
    problems.push(`broker ${stranger} is in the metadata and not expected`);
  }
  return problems;
}

/** What is wrong with one of them, in a sentence. */
export function problemOf({ host, port, address, expected, answers, problem }: Path): string[] {
  const should = `${host}:${port} through ${address} should reach ${expected < 0 ? 'any broker' : `broker ${expected}`}`;
  if (problem !== undefined) { return [`${should}: ${problem}`]; }
  if (answers === undefined) { return [`${should}: answered by no broker of this cluster`]; }
  return expected >= 0 && answers !== expected ? [`${should} and reaches broker ${answers}`] : [];
}
