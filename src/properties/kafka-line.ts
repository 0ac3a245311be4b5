/**
 * The oldest line whose files are merged: a listener has limits of its own and stores in PEM since 2.7, and nobody asked for that
 * one.
 */
const OLDEST = '2.8';

/** The last line that knew ZooKeeper, and the last before 4.0. */
export const LAST_WITH_ZOOKEEPER = '3.9';

/** Confluent Platform counts its own releases: the line of Kafka in each. */
const CONFLUENT_OF: { [major: string]: (minor: string) => string | undefined } = {
  6: minor => minor === '2' ? OLDEST : undefined,
  7: minor => `3.${minor}`,
  8: minor => `4.${minor}`,
};

/** Whether a line of releases, such as `3.9`, is older than another one. */
export function isOlder(line: string, other: string): boolean {
  const [[major, minor], [otherMajor, otherMinor]] = [line, other].map(text => text.split('.').map(Number));
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** The line of a release: `3.9` of `3.9.1`. */
export function lineOf(version: string): string | undefined {
  return /^(\d+\.\d+)(\.\d+)?$/.exec(version)?.[1];
}

/** What is wrong with the version of a Kafka whose file is merged, or undefined. */
export function versionProblem(version: string): string | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  const inConfluent = major === undefined ? undefined : CONFLUENT_OF[major]?.(minor);
  if (inConfluent) { return `is a version of Confluent Platform, which has Kafka ${inConfluent}; give '${inConfluent}'`; }
  const line = lineOf(version);
  if (line === undefined) { return "is not a version such as '3.9' or '3.9.1', as `kafka-topics.sh --version` prints it"; }
  if (isOlder(line, OLDEST)) {
    return `is older than ${OLDEST}, the first version that can be merged; upgrade the brokers first`;
  }
  return /^(2\.8|3\.\d|4\.\d+)$/.test(line) ? undefined : `is not a known line of Kafka: ${OLDEST}, `
    + `3.0 to ${LAST_WITH_ZOOKEEPER}, and 4`;
}
