import { FetchedObject } from './fetched-object';

/** A file of a node that is neither a script nor Kafka. */
export interface FetchedFile {
  /** Where it is on the node. */
  readonly path: string;
  readonly object: FetchedObject;
}

/** What `install` of the node's scripts reads: digest, path and address of one file in each line. */
export function listOfFiles(files: FetchedFile[]): string {
  return files.map(({ path, object }) => `${object.sha512} ${path} ${object.source}\n`).join('');
}
