/** A file of an archive. */
export interface ArchivedFile {
  /** Where it goes, from the root of the file system, without a slash first; at most 99 characters. */
  readonly path: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

const BLOCK = 512;

/**
 * A tar archive, not compressed: the same bytes for the same files wherever and whenever it is made. So times are 0, and owners
 * are root.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
export function tarArchive(files: ArchivedFile[]): Buffer {
  const parts = files.flatMap(file => [header(file), file.content, Buffer.alloc((BLOCK - file.content.length % BLOCK) % BLOCK)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header({ path, content, isExecutable }: ArchivedFile): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  block.write(path, 0, 'ascii');
  block.write(octal(isExecutable ? 0o755 : 0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(content.length, 11), 124);
  block.write(octal(0, 11), 136);
  // The checksum is that of the header with blanks in its own place.
  block.write(' '.repeat(8) + '0', 148);
  block.write('ustar\x0000root', 257);
  block.write('root', 297);
  block.write(`${octal(block.reduce((sum, byte) => sum + byte, 0), 6)}\0`, 148);
  return block;
}
