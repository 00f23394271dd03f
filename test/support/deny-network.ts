// Runs command lines with the network denied: by a hook in the process and, where permitted, by an empty network namespace.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const script = (name: string): string => new URL(`./${name}`, import.meta.url).href;

export interface Denied {
  /** Exit code of each command; undefined if the process ended before it. */
  readonly codes: readonly number[];
  /** Attempts to use the network, one per line. */
  readonly attempts: string;
  readonly stderr: string;
  /** Whether a network namespace denied it as well. */
  readonly namespace: boolean;
}

/** A namespace without interfaces, if the user may create one: it stops what no hook sees. */
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
