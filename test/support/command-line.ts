// Runs the actual command line in a separate process.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { limit } from '../../src/data/limit.ts';

const own = fileURLToPath(new URL('../../bin/mpafer.js', import.meta.url));

/** What starts the command line: the bundle of `bundled-once.ts` in a run of many files, the clone's own start for a file that is run alone. */
export const program = (): string => process.env.MPAFER_TESTED ?? own;

/** How a process ended, and its output. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; none unless given. */
  readonly input?: Uint8Array | string;
  /** Called with the process and its standard error so far, whenever there is more. */
  readonly onError?: (child: ChildProcess, text: string) => void;
  /** The same for standard output. */
  readonly onOutput?: (child: ChildProcess, text: string) => void;
  /** Called when the process has started. */
  readonly onStart?: (child: ChildProcess) => void;
  /** What to run instead of Node with the program and its arguments. */
  readonly command?: (node: string, program: string, args: readonly string[]) => readonly [string, ...string[]];
}

/** The tests' models are too small to benefit from more threads. */
export const oneThread = ['--threads', '1'] as const;

/** Enough for all of them on two cores. */
const atOnce = limit(2);

/** Runs `mpafer ARGS` to its end. */
export const mpafer = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
  atOnce(
    () =>
      new Promise((resolve, reject) => {
        const [file, ...rest] = options.command?.(process.execPath, program(), args) ?? [
          process.execPath,
          program(),
          ...args,
        ];
        const child = spawn(file, rest, {
          cwd: options.cwd,
          env: { ...plainEnvironment(), ...options.env },
          stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        });
        child.stdin?.end(options.input);
        let [stdout, stderr] = ['', ''];
        child.stdout!.setEncoding('utf8').on('data', (text: string) => {
          stdout += text;
          options.onOutput?.(child, stdout);
        });
        child.stderr!.setEncoding('utf8').on('data', (text: string) => {
          stderr += text;
          options.onError?.(child, stderr);
        });
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, stdout, stderr }));
        options.onStart?.(child);
      }),
  );

/** The environment without what the test runner adds: colours, Node options, test-runner variables. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, CI, NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env;
  return rest;
}
