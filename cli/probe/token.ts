import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import type { TokenEndpoint } from './client';
import { fail } from './problem';

/** A token by the grant of client credentials, only by TLS since the secret goes along; or that of a file. */
export async function tokenOf(
  { url, clientId, clientSecret, scope }: TokenEndpoint, tls: ConnectionOptions, timeoutMs: number,
): Promise<string> {
  if (url.startsWith('file://')) { return ofFile(new URL(url)); }
  if (!url.startsWith('https://')) { return fail('Doctor.token', `${url} is not an https:// address`); }
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...scope !== undefined && { scope } }).toString();
  const answer = await new Promise<{ status?: number; text: string }>((resolve, reject) => {
    const asked = request(url, {
      method: 'POST',
      auth: `${clientId}:${clientSecret}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept': 'application/json' },
      ca: tls.ca,
      signal: AbortSignal.timeout(timeoutMs),
    }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk)).on('error', reject)
        .on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    asked.on('error', reject).end(body);
  }).catch((error: NodeJS.ErrnoException) => fail('Doctor.token', `${url}: ${error.code ?? error.name}`));
  const token = parsed(answer.text)?.access_token;
  return typeof token === 'string' ? token : fail('Doctor.token', `${url} answered ${answer.status}, and no access_token`);
}

function ofFile(url: URL): string {
  try {
    return readFileSync(url, 'utf8').trim();
  } catch (error) {
    return fail('Doctor.token', `${url} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
