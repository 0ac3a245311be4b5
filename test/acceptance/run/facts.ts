import type { Facts } from '../apps/place';
import type { Call } from '../groups/step';

const PLACEHOLDER = /\{([A-Z]\w*(?:\.[A-Z]\w*)?)\}/g;

/** The call with facts in place of `{Stack.Output}`. Those that are missing stay as they are, for a plan; `missing` names them. */
export function filled(call: Call, facts: Facts): { readonly call: string[]; readonly missing: string[] } {
  const missing: string[] = [];
  return {
    call: call.map(argument => argument.replace(PLACEHOLDER, (text, name) => {
      if (name in facts) { return facts[name]; }
      missing.push(name);
      return text;
    })),
    missing,
  };
}
