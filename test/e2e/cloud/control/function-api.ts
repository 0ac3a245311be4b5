import { createServer, Server } from 'http';
import { isAllowed, Statement } from './iam';

/** What is there for the functions of an account to read. */
export interface Readable {
  /** By ARN. */
  readonly secrets: ReadonlyMap<string, string>;
  /** By name. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Who asks: where it runs, and what its role lets it do. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  readonly statements: Statement[];
}

type Answer = { readonly status: 200 | 400; readonly body: object };

/** Serves a function what it asks of Secrets Manager and of Systems Manager, as far as its role lets it. */
export function serveFunction(caller: Caller, readable: Readable, socket: string): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      const isSigned = /^AWS4-HMAC-SHA256 Credential=/.test(request.headers.authorization ?? '');
      const { status, body } = isSigned
        ? answerTo(String(request.headers['x-amz-target']), JSON.parse(Buffer.concat(chunks).toString()), caller, readable)
        : refused('MissingAuthenticationToken', 'the request is not signed');
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  }).listen(socket);
}

function answerTo(target: string, fields: any, { account, region, statements }: Caller, { secrets, parameters }: Readable): Answer {
  const read = (action: string, resource: string, value: string | undefined, give: (text: string) => object): Answer => {
    if (!isAllowed(statements, action, resource)) { return refused('AccessDeniedException', `not authorized to perform: ${action} on resource: ${resource}`); }
    return value === undefined ? refused('ResourceNotFoundException', `there is no ${resource}`) : { status: 200, body: give(value) };
  };
  switch (target) {
    case 'secretsmanager.GetSecretValue': {
      const { SecretId: ARN } = fields;
      return read('secretsmanager:GetSecretValue', ARN, secrets.get(ARN), SecretString => ({ ARN, SecretString }));
    }
    case 'AmazonSSM.GetParameter': {
      const { Name } = fields;
      const arn = `arn:aws:ssm:${region}:${account}:parameter${Name.startsWith('/') ? '' : '/'}${Name}`;
      return read('ssm:GetParameter', arn, parameters.get(Name), Value => ({ Parameter: { Name, Type: 'String', Value } }));
    }
    default: throw new Error(`the local cluster does not know the call ${target}`);
  }
}

function refused(__type: string, message: string): Answer {
  return { status: 400, body: { __type, message } };
}
