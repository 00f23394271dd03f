// Network namespaces of this machine as if they were machines of their own, with a bridge between them and a limit on what each sends.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Network extends Disposable {
  /** Address of each node. */
  readonly hosts: readonly string[];
  /** Of all. */
  readonly subnet: string;
  /** A program that runs a command on a node, as rsh does: AGENT HOST COMMAND... */
  readonly agent: string;
}

const prefix = 'mpafer-node';
const bridge = 'mpafer-bridge';

const ip = (...args: string[]): void => {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
};

/** @param rate of each node's link, as `tc` reads it, e.g. `1gbit` @throws where namespaces are not permitted: it takes root */
export function openNetwork(nodes: number, rate: string): Network {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-network-'));
  const names = Array.from({ length: nodes }, (_, index) => `${prefix}${index + 1}`);
  const close = () => {
    for (const args of [...names.map((name) => ['netns', 'del', name]), ['link', 'del', bridge]]) {
      try {
        ip(...args);
      } catch {
        // It was not there.
      }
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    ip('link', 'add', bridge, 'type', 'bridge');
    ip('addr', 'add', '10.77.0.254/24', 'dev', bridge);
    ip('link', 'set', bridge, 'up');
    for (const [index, name] of names.entries()) {
      const [inner, outer] = [`mpf${index}i`, `mpf${index}o`];
      ip('netns', 'add', name);
      ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner);
      ip('link', 'set', inner, 'netns', name);
      ip('link', 'set', outer, 'master', bridge, 'up');
      const within = ['netns', 'exec', name];
      ip(...within, 'ip', 'addr', 'add', `10.77.0.${index + 1}/24`, 'dev', inner);
      ip(...within, 'ip', 'link', 'set', inner, 'up');
      ip(...within, 'ip', 'link', 'set', 'lo', 'up');
      ip(
        ...within,
        'tc',
        'qdisc',
        'add',
        'dev',
        inner,
        'root',
        'tbf',
        'rate',
        rate,
        'burst',
        '256kb',
        'latency',
        '50ms',
      );
    }
  } catch (error) {
    close();
    throw error;
  }
  const agent = join(folder, 'agent');
  // A name of its own too: launchers tell machines apart by it.
  const within = `exec ip netns exec "$node" unshare --uts sh -c "hostname $node; $*"`;
  writeFileSync(agent, `#!/bin/sh\nnode=${prefix}"\${1##*.}"\nshift\n${within}\n`);
  chmodSync(agent, 0o755);
  const hosts = names.map((_, index) => `10.77.0.${index + 1}`);
  return { hosts, subnet: '10.77.0.0/24', agent, [Symbol.dispose]: close };
}
