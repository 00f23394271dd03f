// A training step: loss and gradients of a batch, an optimiser step, the moving average of the parameters.
import { float32Data, type NumericArray, rowsOf } from '../../core/array.ts';
import type { Arrays, Engine, Program } from '../../engine/engine.ts';
import { gradients } from '../../graph/gradients.ts';
import { inputOperator, isResultOf, type Tensor } from '../../graph/tensor.ts';
import { moveAverage } from '../optimiser/moving-average.ts';
import type { Optimiser } from '../optimiser/optimiser.ts';
import type { Parameters } from '../optimiser/parameters.ts';

/** A compiled loss with its gradients with respect to the parameters that train. */
export interface LossProgram {
  /** Loss and gradients at the current values of the parameters. */
  run(parameters: Parameters, batch: Arrays): Promise<{ loss: number; gradients: Arrays }>;
  release(): Promise<void>;
}

/**
 * Compiles a loss for several engines. Each runs an equal part of the batch in parallel, and their gradients are averaged: with
 * single-threaded engines this is faster than threads that synchronise at every operator, especially on a busy machine.
 *
 * @param names parameters to differentiate with respect to; each must be an input of the loss under its own name
 */
export async function compileLoss(
  engines: readonly Engine[],
  loss: Tensor,
  names: readonly string[],
): Promise<LossProgram> {
  const inputs = inputsOf(loss);
  const targets = names.map((name) => {
    const found = inputs.get(name);
    if (found === undefined) throw new Error(`the loss does not read "${name}"`);
    return found;
  });
  const outputs: Record<string, Tensor> = { loss };
  gradients(loss, targets).forEach((gradient, index) => {
    outputs[`d ${names[index]!}`] = gradient;
  });
  const programs = await Promise.all(engines.map((engine) => engine.compile(outputs)));
  return {
    async run(parameters, batch) {
      const parts = await Promise.all(
        programs.map((program, part) =>
          program.run(feedsFor(program, parameters, partOf(batch, part, programs.length))),
        ),
      );
      const [first, ...others] = parts;
      const loss = parts.reduce((sum, part) => sum + Number(part.loss!.data[0]), 0) / parts.length;
      for (const name of names) {
        const sum = float32Data(first![`d ${name}`]!);
        for (const other of others) addTo(sum, float32Data(other[`d ${name}`]!));
        if (others.length > 0) for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! / parts.length;
      }
      return { loss, gradients: Object.fromEntries(names.map((name) => [name, first![`d ${name}`]!])) };
    },
    async release() {
      await Promise.all(programs.map((program) => program.release()));
    },
  };
}

function addTo(sum: Float32Array, other: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + other[i]!;
}

/** The rows of every array that belong to one of `parts` equal parts. */
function partOf(batch: Arrays, part: number, parts: number): Arrays {
  if (parts === 1) return batch;
  return Object.fromEntries(
    Object.entries(batch).map(([name, array]) => {
      const rows = array.shape[0]! / parts;
      return [name, rowsOf(array, part * rows, (part + 1) * rows)];
    }),
  );
}

/** The inputs of a program: from the batch where it has them, else parameters by name. */
export function feedsFor(program: Program<string>, parameters: Parameters, batch: Arrays): Arrays {
  const feeds: Record<string, NumericArray> = {};
  for (const { name } of program.model.inputs) feeds[name] = batch[name] ?? parameters.get(name)!;
  return feeds;
}

export interface StepOptions {
  readonly rate: number;
  readonly averageDecay: number;
}

export interface TrainedStep {
  readonly loss: number;
  readonly norm: number;
}

/** One training step, updating parameters and average in place. */
export async function trainStep(
  program: LossProgram,
  optimiser: Optimiser,
  parameters: Parameters,
  average: Parameters,
  batch: Arrays,
  { rate, averageDecay }: StepOptions,
): Promise<TrainedStep> {
  const { loss, gradients: slopes } = await program.run(parameters, batch);
  const norm = await optimiser.step(parameters, slopes, rate);
  moveAverage(average, parameters, averageDecay, optimiser.state.step);
  return { loss, norm };
}

function inputsOf(loss: Tensor): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  const seen = new Set<Tensor>();
  const waiting = [loss];
  for (let tensor = waiting.pop(); tensor !== undefined; tensor = waiting.pop()) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    if (isResultOf(tensor, inputOperator)) found.set(tensor.attributes.name, tensor);
    waiting.push(...tensor.inputs);
  }
  return found;
}
