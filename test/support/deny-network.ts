// Runs command lines with the network denied: by a hook in the process, and by an empty network namespace where there may be one.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const script = (name: string): string => new URL(`./${name}`, import.meta.url).href;

export interface Denied {
  /** Exit code of each command; undefined where the process ended before. */
  readonly codes: readonly number[];
  /** What reached for the network, a line each. */
  readonly attempts: string;
  readonly stderr: string;
  /** Whether the system denied it too. */
  readonly namespace: boolean;
}

/** A namespace without any interface, where this user may have one: what no hook sees fails there. */
const hasNamespace = (): boolean => spawnSync('unshare', ['--net', 'true']).status === 0;

/** @param folder for its records and caches */
export async function withoutNetwork(
  folder: string,
  commands: readonly (readonly string[])[],
  hook = script('no-network.ts'),
): Promise<Denied> {
  const [list, results, log] = ['commands.json', 'results.json', 'network.log'].map((name) => join(folder, name));
  await writeFile(list!, JSON.stringify(commands));
  const node = [process.execPath, '--import', hook, new URL(script('run-commands.ts')).pathname, list!, results!];
  const namespace = hasNamespace();
  const [file, ...args] = namespace ? ['unshare', '--net', ...node] : node;
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...environment } = process.env;
  const env = { ...environment, MPAFER_NETWORK_LOG: log!, MPAFER_CACHE: join(folder, 'cache'), NO_COLOR: '1' };
  const child = spawn(file!, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'close');
  return {
    codes: existsSync(results!) ? JSON.parse(await readFile(results!, 'utf8')) : [],
    attempts: existsSync(log!) ? await readFile(log!, 'utf8') : '',
    stderr,
    namespace,
  };
}
