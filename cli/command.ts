/** What the program ends with. Documented in docs/command.md. */
export const EXIT = { fine: 0, findings: 1, unusable: 2, broken: 3 } as const;

export interface Result {
  /** `findings` where something must be looked at, `broken` where the text says of what. */
  readonly status: Exclude<typeof EXIT[keyof typeof EXIT], typeof EXIT.unusable>;
  /** What goes to standard output. */
  readonly text: string;
}

/** One word after the program's name. */
export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** @param args what follows the command's name */
  run(args: string[]): Result | Promise<Result>;
}
