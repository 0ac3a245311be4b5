import { ACCOUNTS } from './accounts';
import { FOR_A_PERSON } from './by-hand';
import { Hypothesis } from './hypothesis';
import { NODES } from './nodes';
import { PRIVATE_LINK } from './private-link';
import { UPDATES } from './updates';

export { BY_HAND, GroupName, Hypothesis } from './hypothesis';

const numberOf = ({ id }: Hypothesis) => Number(id.slice(1));

/** Everything that an account would settle, by number. */
export const HYPOTHESES: readonly Hypothesis[] = [...PRIVATE_LINK, ...ACCOUNTS, ...NODES, ...UPDATES, ...FOR_A_PERSON]
  .sort((one, other) => numberOf(one) - numberOf(other));
