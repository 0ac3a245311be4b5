import { dirname } from 'path';
import { mountPoint } from './node-plan';
import { CLASS_PATH } from './node-plugins';
import { nodePlaces } from './node-scripts';

/** Where everything is the node's own; the last ones are no directories of a disk. */
const FOLDERS = [
  '/etc/kafka-node', '/usr/local/lib/kafka-node', '/var/lib/kafka-node', '/var/log/kafka', '/opt/kafka', '/opt/kafka.new',
  CLASS_PATH, dirname(mountPoint(0)),
  '/proc', '/sys', '/dev',
];

/** What `format` writes beside what the user may have there. */
const FILES = ['/etc/kafka/server.properties'];

/** What of the node's own would be in the way of a file: it is the place itself, in it, or above it. */
export function ownPlaceOf(path: string): string | undefined {
  return FOLDERS.find(folder => path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`))
    ?? [...FILES, ...nodePlaces()].find(file => path === file || file.startsWith(`${path}/`) || path.startsWith(`${file}/`));
}
