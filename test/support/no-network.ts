// Preloaded with --import: any use of the network fails and adds a line to the file named by MPAFER_NETWORK_LOG.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const deny =
  (what: string) =>
  (...args: readonly unknown[]): never => {
    appendFileSync(process.env.MPAFER_NETWORK_LOG!, `${what} ${String(args[0])}\n`);
    throw new Error(`The network is denied: ${what}`);
  };

net.Socket.prototype.connect = deny('connect');
dgram.Socket.prototype.bind = deny('bind');
dgram.Socket.prototype.send = deny('send');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6'] as const) {
  Object.assign(dns, { [name]: deny(`dns.${name}`) });
  Object.assign(dns.promises, { [name]: deny(`dns.promises.${name}`) });
}
globalThis.fetch = deny('fetch');
globalThis.WebSocket = deny('WebSocket') as never;
syncBuiltinESMExports();
