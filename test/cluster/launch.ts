// Starts mpafer as several ranks by a real launcher, and finds their processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Ended } from '../support/command-line.ts';

const program = fileURLToPath(new URL('../../bin/mpafer.js', import.meta.url));

/** Each launcher with the options that one machine and the root user need. */
export const launchers = {
  'Open MPI': ['mpirun.openmpi', '--allow-run-as-root', '--oversubscribe', '--bind-to', 'none', '-n'],
  MPICH: ['mpiexec.mpich', '-n'],
} as const;

export type Kind = keyof typeof launchers;

export interface LaunchOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the launcher's process and the standard error so far. */
  readonly onError?: (launched: Launched, text: string) => void;
}

export interface Launched {
  readonly launcher: ChildProcess;
  /** PID of a rank, once it has started. */
  pidOf(rank: number): Promise<number>;
  readonly ended: Promise<Ended>;
}

/** Runs `mpafer ARGS` on several ranks. */
export async function launch(
  kind: Kind,
  ranks: number,
  args: readonly string[],
  { env = {}, onError }: LaunchOptions = {},
): Promise<Launched> {
  const folder = await mkdtemp(join(tmpdir(), 'mpafer-ranks-'));
  const script = join(folder, 'rank.sh');
  // Node replaces the shell, so that the PID is its own.
  await writeFile(
    script,
    `echo $$ > "${folder}/\${OMPI_COMM_WORLD_RANK:-$PMI_RANK}"\nexec "${process.execPath}" "${program}" "$@"\n`,
  );
  const [command, ...options] = launchers[kind];
  const launcher = spawn(command, [...options, String(ranks), 'sh', script, ...args], {
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const { promise: ended, resolve, reject } = Promise.withResolvers<Ended>();
  launcher.on('error', reject);
  launcher.on('close', (code) => resolve({ code, stdout, stderr }));
  const launched: Launched = {
    launcher,
    async pidOf(rank) {
      for (;;) {
        const names = await readdir(folder);
        const text = names.includes(String(rank)) ? await readFile(join(folder, String(rank)), 'utf8') : '';
        if (text.endsWith('\n')) return Number(text);
        await setTimeout(20);
      }
    },
    ended,
  };
  launcher.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  launcher.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onError?.(launched, stderr);
  });
  return launched;
}

/** The same to its end. */
export const ran = async (
  kind: Kind,
  ranks: number,
  args: readonly string[],
  options: LaunchOptions = {},
): Promise<Ended> => (await launch(kind, ranks, args, options)).ended;

function plainEnvironment(): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, CI, NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env;
  return rest;
}
