/**
 * A companion of Kafka: `http-server.ts NAME PORT`. It is a real HTTP server that says who it is, and 503 after somebody has asked for /fail. What it is asked
 * goes to its log.
 */
import { createServer } from 'http';

const [name, port] = process.argv.slice(2);
let isFailing = false;

createServer((request, response) => {
  console.log(`${request.method} ${request.url}`);
  if (request.url === '/fail') { isFailing = true; }
  response.writeHead(isFailing && request.url !== '/who' ? 503 : 200, { 'content-type': 'text/plain' });
  response.end(`${name}\n`);
}).listen(Number(port), '0.0.0.0', () => console.log('listens'));
