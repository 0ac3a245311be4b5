/** Something in place of a broker: `stand-in.ts BROKER LISTENER:PORT…` says on each port which broker and listener it is, and from where it was asked. */
import { createServer } from 'net';

const [broker, ...listeners] = process.argv.slice(2);
for (const [name, port] of listeners.map(listener => listener.split(':'))) {
  createServer(socket => {
    socket.on('error', () => {}); // whoever asked is gone
    socket.end(`${broker} ${name} ${socket.remoteAddress}`);
  }).listen(Number(port), '0.0.0.0', () => console.log(`${name} listens`));
}
