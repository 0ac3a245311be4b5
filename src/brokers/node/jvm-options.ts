import { Token } from 'aws-cdk-lib';
import { Problems, quote } from '../../private/validation';

/** What Kafka's own scripts hand on unquoted: a blank would end the option. */
const FIT = /^-[!#%&()*+,./:;<=>?@\w[\]^{|}~-]+$/;

const UNFIT = 'must be a literal that begins with "-" and has no blank, quote, backslash or dollar sign, '
  + 'for example "-XX:MaxGCPauseMillis=50"; give each option by itself';

const RULE = 'MultiAzKafkaBrokers.jvmOptions';

/** What is wrong with options, by what they are, and what to do instead. */
const REFUSED: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^-X(mx|ms)|^-XX:(Initial|Min|Max)(HeapSize|RAM(Percentage|Fraction)?)=/, why: "sets the heap; give 'heap'" },
  {
    pattern: /^(-cp|-classpath|--class-path|-jar|-m|--module)\b/,
    why: "replaces Kafka's class path or class, "
    + 'without which nothing starts; leave it out',
  },
  {
    pattern: /^-(-?version|-?help|h|\?|X|-help-extra|fullversion|-full-version|-dry-run|-list-modules)$/,
    why: 'ends Java before Kafka starts; leave it out',
  },
  {
    pattern: /(password|passphrase|secret)=/i,
    why: "would stand in the launch template, where everybody reads it; give a file by 'secretFiles', "
      + 'and the path of the file in the option',
  },
];

/** What is wrong with an option of Java, in words that follow the option itself. */
export function optionProblem(option: string): string | undefined {
  return Token.isUnresolved(option) || !FIT.test(option) ? UNFIT : REFUSED.find(({ pattern }) => pattern.test(option))?.why;
}

/** Adds what is wrong with options of Java. */
export function checkJvmOptions(problems: Problems, options: string[] = []): void {
  for (const option of options) {
    const why = optionProblem(option);
    // The value of a password is not repeated.
    if (why) {
      problems.add(RULE, `'jvmOptions' has ${quote(why === UNFIT ? option : option.replace(/=.*/, '=…'))}, which ${why}`);
    }
  }
}

/** One option in a line. */
export function jvmOptionsFile(options: string[]): string {
  return options.map(option => `${option}\n`).join('');
}
