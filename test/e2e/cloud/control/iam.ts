/** A statement of a role's policies, resolved. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | string[] } };
}

/** What a request says of itself and of the resources that it is about. */
export interface Context { readonly [key: string]: string | undefined }

/**
 * What a call to CloudFormation about a stack is authorized as. By id it is the id. By name it is any stack of that name, as CloudFormation has told callers
 * whom it refused: https://github.com/awslabs/ecs-refarch-continuous-deployment/issues/21.
 */
export function stackResource(called: string, { account, region }: { account: string; region: string }): string {
  return called.startsWith('arn:') ? called : `arn:aws:cloudformation:${region}:${account}:stack/${called}/*`;
}

/** Whether statements allow an action on a resource. What is not allowed is denied; a condition that is not known here is an error. */
export function isAllowed(statements: Statement[], action: string, resource: string, context: Context = {}): boolean {
  const applying = statements.filter(statement =>
    list(statement.Action).some(pattern => matches(pattern.toLowerCase(), action.toLowerCase()))
    && list(statement.Resource).some(pattern => matches(pattern, resource))
    && holds(statement, context));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
}

function holds({ Condition = {} }: Statement, context: Context): boolean {
  return Object.entries(Condition).every(([operator, keys]) => Object.entries(keys).every(([key, values]) => {
    if (operator !== 'StringEquals' && operator !== 'Bool') { throw new Error(`the condition operator ${operator} is not known to the local cluster`); }
    return context[key] !== undefined && list(values).map(String).includes(context[key]);
  }));
}

function list(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's').test(text);
}
