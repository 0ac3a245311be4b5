// What a client in the VPC sees: { ask: [[host, port]] }, { hold: [[host, port, seconds, everySeconds]] }, { shake: [[host, port]] }, { resolve: [host] }.
const dns = require('node:dns').promises;
const net = require('node:net');
const tls = require('node:tls');

const sleep = seconds => new Promise(done => setTimeout(done, seconds * 1000));

/** One line for a question, or why there is none. */
function line(socket, seconds = 5) {
  return new Promise((answer, refuse) => {
    const over = (error, text) => { clearTimeout(timer); socket.off('data', onData).off('error', over).off('close', onClose); error ? refuse(error) : answer(text); };
    const onData = data => over(undefined, String(data).trim());
    const onClose = () => over(Object.assign(new Error('closed'), { code: 'CLOSED' }));
    const timer = setTimeout(() => over(Object.assign(new Error('silence'), { code: 'SILENCE' })), seconds * 1000);
    socket.on('data', onData).on('error', over).on('close', onClose);
    socket.write('who\n');
  });
}

function connected(host, port) {
  return new Promise((done, refuse) => {
    const socket = net.connect({ host, port: Number(port), keepAlive: false });
    const timer = setTimeout(() => { socket.destroy(); refuse(Object.assign(new Error('silence'), { code: 'SILENCE' })); }, 5000);
    socket.on('connect', () => { clearTimeout(timer); done(socket); }).on('error', error => { clearTimeout(timer); refuse(error); });
  });
}

async function tried(work) {
  try { return await work(); } catch (error) { return String(error.code ?? error.message); }
}

const ask = ([host, port]) => tried(async () => {
  const socket = await connected(host, port);
  try { return await line(socket); } finally { socket.destroy(); }
});

/** Silent, or asking every so often, for so many seconds; then a last question. */
const hold = ([host, port, seconds, every]) => tried(async () => {
  const socket = await connected(host, port);
  socket.on('error', () => {});
  try {
    await line(socket);
    for (let passed = 0; passed < seconds; passed += every ?? seconds) {
      await sleep(every ?? seconds);
      if (every) { await line(socket); }
    }
    return await line(socket);
  } finally { socket.destroy(); }
});

const shake = ([host, port]) => tried(() => new Promise((done, refuse) => {
  const socket = tls.connect({ host, port: Number(port), servername: host, rejectUnauthorized: false }, () => { done(socket.getPeerCertificate().fingerprint256); socket.destroy(); });
  socket.on('error', refuse).setTimeout(5000, () => socket.destroy(Object.assign(new Error('silence'), { code: 'SILENCE' })));
}));

exports.handler = async event => Object.fromEntries(await Promise.all(Object.entries({ ask, hold, shake, resolve: host => tried(() => dns.resolve4(host)) })
  .filter(([kind]) => event[kind]).map(async ([kind, of]) => [kind, await Promise.all(event[kind].map(of))])));
