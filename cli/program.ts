import type { UserError } from './assembly/findings';
import { EXIT } from './command';
import { COMMANDS } from './commands';

export const NAME = 'cdk-kafka-privatelink';

const HELP = `Usage: ${NAME} COMMAND [ARGUMENT]...

${Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(8)}${summary}`).join('\n')}

  ${NAME} COMMAND --help   says what a command takes

Exit codes: ${EXIT.fine} all is well; ${EXIT.findings} there is something to look at; ${EXIT.unusable} the arguments or files cannot be used; ${EXIT.broken} a fault of this program.`;

/** What the program prints and ends with. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs the command that the arguments name. A mistake of the user is a line or several, and never a stack trace. */
export async function programOf(args: readonly string[], commands = COMMANDS): Promise<Ended> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h') { return { status: EXIT.fine, out: HELP, errors: '' }; }
  const known = Object.keys(commands).join(', ');
  if (name === undefined) { return unusable(`a command is missing: ${known}`); }
  if (!Object.hasOwn(commands, name)) { return unusable(`there is no command ${JSON.stringify(name)}: ${known}`); }
  const command = commands[name];
  if (rest.some(arg => arg === '--help' || arg === '-h')) { return { status: EXIT.fine, out: command.help, errors: '' }; }
  try {
    const { status, text } = await command.run(rest);
    return { status, out: text, errors: '' };
  } catch (error) {
    if (isOfUser(error)) { return unusable(error.message); }
    if (isOfArguments(error)) {
      return unusable(`${name}: ${error.message.split(/\.(?: |\n|$)/)[0]}; see ${NAME} ${name} --help`);
    }
    return { status: EXIT.broken, out: '', errors: `This is a fault of ${NAME}, please report it.\n${(error as Error).stack}` };
  }
}

function unusable(message: string): Ended {
  return { status: EXIT.unusable, out: '', errors: message.split('\n').map(line => `${NAME}: ${line}`).join('\n') };
}

function isOfUser(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}

/** What node:util's parseArgs throws for arguments that it does not know. */
function isOfArguments(error: unknown): error is Error {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS_');
}
