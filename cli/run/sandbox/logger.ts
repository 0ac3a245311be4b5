/** Says each line with the seconds since it was made. */
export function logger(): (line: string) => void {
  const begin = Date.now();
  return line => console.log(`        ${((Date.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}
