// Runs the real command line in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { limit } from '../../src/data/limit.ts';

const program = fileURLToPath(new URL('../../bin/mpafer.js', import.meta.url));

/** How a process ended and what it said. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process and all of standard error so far, whenever more of it has come. */
  readonly onError?: (child: ChildProcess, text: string) => void;
  /** The same for standard output. */
  readonly onOutput?: (child: ChildProcess, text: string) => void;
  /** Called when the process has begun. */
  readonly onStart?: (child: ChildProcess) => void;
  /** What to run instead of Node with the program and its arguments. */
  readonly command?: (node: string, program: string, args: readonly string[]) => readonly [string, ...string[]];
}

/** At the size of the tests' models, more threads only wait for each other. */
export const oneThread = ['--threads', '1'] as const;

/** Two processors are enough for all of them. */
const atOnce = limit(2);

/** `mpafer ARGS` to its end. */
export const mpafer = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
  atOnce(
    () =>
      new Promise((resolve, reject) => {
        const [file, ...rest] = options.command?.(process.execPath, program, args) ?? [
          process.execPath,
          program,
          ...args,
        ];
        const child = spawn(file, rest, {
          cwd: options.cwd,
          env: { ...plainEnvironment(), ...options.env },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let [stdout, stderr] = ['', ''];
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          stdout += text;
          options.onOutput?.(child, stdout);
        });
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          stderr += text;
          options.onError?.(child, stderr);
        });
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, stdout, stderr }));
        options.onStart?.(child);
      }),
  );

/** Nothing of how the tests themselves were started: colours, options of Node, the test runner's marks. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, CI, NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env;
  return rest;
}
