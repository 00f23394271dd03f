// The contestants of the benchmark: mpafer in each precision, and PyTorch programs for the same step. Each run is a separate process.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Request, Timing } from './task.ts';

export interface Contestant {
  readonly name: string;
  /** A float32 PyTorch variant; the fastest of these is the second reference. */
  readonly rival: boolean;
  /** @throws with the program's last line of output */
  readonly run: (request: Request) => Timing;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Time limit, since a program (or its compiler) may hang. */
const patience = 4 * 60_000;

export const contestants = (
  precisions: readonly string[],
  variants: readonly string[],
  python: string,
): readonly Contestant[] => [
  ...precisions.map((precision) => ({
    name: `mpafer ${precision}`,
    rival: false,
    run: (request: Request) => timingOf(process.execPath, [here('mpafer.ts'), JSON.stringify(request), precision]),
  })),
  ...variants.map((variant) => ({
    name: `PyTorch ${variant}`,
    rival: variant !== 'bf16',
    run: (request: Request) =>
      timingOf(python, [here('../pytorch/training_step.py'), JSON.stringify(request), variant]),
  })),
];

function timingOf(program: string, args: readonly string[]): Timing {
  try {
    const output = execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 26,
      timeout: patience,
      killSignal: 'SIGKILL',
    });
    return JSON.parse(output.trim().split('\n').at(-1)!) as Timing;
  } catch (error) {
    const { stderr, code, message } = error as Error & { stderr?: string; code?: string };
    if (code === 'ETIMEDOUT') throw new Error(`not finished after ${patience / 60_000} minutes`);
    throw new Error(stderr?.trim().split('\n').at(-1) || message);
  }
}
