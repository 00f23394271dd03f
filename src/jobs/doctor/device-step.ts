// A training step on one device: the loss must fall, and as far as on the CPU. Run as a program, it prints what it found: node device-step.ts webgpu
import { float32 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import { type NodeProvider, nodeEngine } from '../../engine/node/node-engine.ts';
import { gradients } from '../../graph/gradients.ts';
import { matMul } from '../../graph/ops/mat-mul.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { softmax } from '../../graph/ops/softmax.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { input } from '../../graph/tensor.ts';

/** A sentence on a device. One that is not there is no failure. @throws Error when it computes something else */
async function outcome(provider: NodeProvider): Promise<string> {
  const expected = await lossesOn(nodeEngine());
  try {
    const start = performance.now();
    const found = await lossesOn(nodeEngine({ provider, fallback: false }));
    const off = Math.max(...found.map((loss, at) => Math.abs(loss - expected[at]!)));
    if (!(off < 1e-5)) throw new Error(`${provider} is off by ${off} in a training step; expected at most 1e-5`);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    return `${provider}: a training step in float32, no operator on the CPU, ${seconds} s and ${peak} MiB with loading`;
  } catch (error) {
    if (error instanceof MpaferError && error.code === 'host') return error.message.replace('Cannot run on ', 'no ');
    throw error;
  }
}

const faces = float32([1, 0, 0.5, 0, 1, 0.5, 0.5, 0.5, 0], [3, 3]);
const targets = float32([1, 0, 0, 1, 1, 0], [3, 2]);

/** The loss of a small classifier before and after a step of gradient descent. Closes the engine. */
async function lossesOn(engine: Engine): Promise<readonly [before: number, after: number]> {
  try {
    const [x, w, target] = [input('x', ['B', 3]), input('w', [3, 2]), input('target', ['B', 2])];
    const error = subtract(softmax(matMul(x, w)), target);
    const loss = mean(multiply(error, error));
    const program = await engine.compile({ loss, slope: gradients(loss, [w])[0]! });
    const at = (weights: readonly number[]) =>
      program.run({ x: faces, target: targets, w: float32([...weights], [3, 2]) });
    const start = [0.1, -0.1, 0.2, 0.3, -0.2, 0.1];
    const before = await at(start);
    const slope = Array.from(before.slope.data, Number);
    const after = await at(start.map((weight, index) => weight - slope[index]!));
    const [first, second] = [Number(before.loss.data[0]), Number(after.loss.data[0])];
    if (!(second < first)) throw new Error(`a training step raises the loss from ${first} to ${second}`);
    return [first, second];
  } finally {
    await engine.close();
  }
}

process.stdout.write(await outcome(process.argv[2] as NodeProvider));
