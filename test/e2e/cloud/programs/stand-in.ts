/**
 * Something in place of a broker: `stand-in.ts BROKER PEM LISTENER:PORT:PROTOCOL…` says on each port which broker and listener it is, and from where it
 * was asked; by TLS with the certificate and key of the file where the broker would.
 */
import { readFileSync } from 'fs';
import { createServer, Socket } from 'net';
import { createServer as createTlsServer } from 'tls';

const [broker, pem, ...listeners] = process.argv.slice(2);
for (const [name, port, protocol] of listeners.map(listener => listener.split(':'))) {
  const answer = (socket: Socket) => {
    socket.on('error', () => {}); // whoever asked is gone
    socket.end(`${broker} ${name} ${socket.remoteAddress}`);
  };
  const server = protocol.endsWith('SSL') ? createTlsServer({ key: readFileSync(pem), cert: readFileSync(pem) }, answer) : createServer(answer);
  server.on('tlsClientError', () => {}); // whoever asked speaks something else
  server.listen(Number(port), '0.0.0.0', () => console.log(`${name} listens`));
}
