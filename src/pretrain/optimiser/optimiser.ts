// The optimiser of pretraining: Muon for the matrices inside blocks, AdamW for everything else.
import { float32, float32Data, type NumericArray, requireFloat32 } from '../../core/array.ts';
import { fixed } from '../../core/shape.ts';
import type { Engine, Program } from '../../engine/engine.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { adamwStep } from '../../nn/optim/adamw.ts';
import { clipFactor, gradientNorm } from '../../nn/optim/gradient-norm.ts';
import { orthogonalise } from './orthogonalise.ts';
import { numbersOf, type Parameters } from './parameters.ts';

export interface OptimiserOptions {
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** Muon's learning rate relative to AdamW's. */
  readonly muonFactor: number;
  /** Largest joint norm of the gradients that AdamW handles. */
  readonly clip: number;
}

/** First moments of all parameters that train, second moments of those that AdamW handles. */
export interface OptimiserState {
  step: number;
  readonly first: Map<string, Float32Array>;
  readonly second: Map<string, Float32Array>;
}

export interface Optimiser {
  readonly state: OptimiserState;
  /** One step, in place. Returns the norm of the gradients. */
  step(parameters: Parameters, gradients: Readonly<Record<string, NumericArray>>, rate: number): Promise<number>;
  release(): Promise<void>;
}

/** Whether Muon updates a parameter: only matrices inside blocks, not embeddings, projections, norms or biases. */
export const usesMuon = (name: string, { shape }: NumericArray): boolean =>
  shape.length === 2 && name.includes('.blocks.');

export const freshState = (parameters: Parameters, names: readonly string[]): OptimiserState => {
  const zeros = (name: string) => [name, new Float32Array(numbersOf(parameters, name).length)] as const;
  return {
    step: 0,
    first: new Map(names.map(zeros)),
    second: new Map(names.filter((name) => !usesMuon(name, parameters.get(name)!)).map(zeros)),
  };
};

/** @param names the parameters that train */
export async function createOptimiser(
  engine: Engine,
  parameters: Parameters,
  names: readonly string[],
  options: OptimiserOptions,
  state: OptimiserState = freshState(parameters, names),
): Promise<Optimiser> {
  const muons = names.filter((name) => usesMuon(name, parameters.get(name)!));
  const others = names.filter((name) => !muons.includes(name));
  const groups = Object.entries(Object.groupBy(muons, (name) => parameters.get(name)!.shape.join('x'))) as [
    string,
    string[],
  ][];
  const program: Program<string> | undefined =
    groups.length > 0 ? await engine.compile(groupGraph(groups, parameters)) : undefined;
  const decays = others.map((name) => (parameters.get(name)!.shape.length >= 2 ? options.weightDecay : 0));

  return {
    state,
    async step(parameters, gradients, rate) {
      const slopes = others.map((name) => float32Data(gradients[name]!));
      const norm = gradientNorm(slopes);
      adamwStep(
        others.map((name) => numbersOf(parameters, name)),
        slopes,
        {
          step: state.step,
          first: others.map((name) => state.first.get(name)!),
          second: others.map((name) => state.second.get(name)!),
        },
        {
          beta1: options.beta1,
          beta2: options.beta2,
          epsilon: 1e-8,
          rate,
          decays,
          factor: clipFactor(norm, options.clip),
        },
      );
      state.step += 1;
      if (program !== undefined) {
        const feeds = Object.fromEntries(
          groups.map(([shape, members]) => [`ahead ${shape}`, directions(members, gradients, state, options.momentum)]),
        );
        const steps = await program.run(feeds);
        for (const [shape, members] of groups)
          applyMuon(
            members,
            parameters,
            requireFloat32(steps[shape]!),
            rate * options.muonFactor,
            options.weightDecay / options.muonFactor,
          );
      }
      return norm;
    },
    async release() {
      await program?.release();
    },
  };
}

function groupGraph(groups: readonly [string, string[]][], parameters: Parameters): Record<string, Tensor> {
  return Object.fromEntries(
    groups.map(([shape, members]) => [
      shape,
      orthogonalise(input(`ahead ${shape}`, [members.length, ...parameters.get(members[0]!)!.shape])),
    ]),
  );
}

/** Updates the momenta and returns their Nesterov directions, each with norm 1. */
function directions(
  members: readonly string[],
  gradients: Readonly<Record<string, NumericArray>>,
  { first }: OptimiserState,
  momentum: number,
): NumericArray {
  const { shape } = gradients[members[0]!]!;
  const size = shape[0]! * shape[1]!;
  const all = new Float32Array(members.length * size);
  members.forEach((name, position) => {
    const buffer = first.get(name)!;
    const gradient = float32Data(gradients[name]!);
    const part = all.subarray(position * size, (position + 1) * size);
    let sum = 0;
    for (let i = 0; i < size; i++) {
      buffer[i] = momentum * buffer[i]! + gradient[i]!;
      const ahead = momentum * buffer[i]! + gradient[i]!;
      part[i] = ahead;
      sum += ahead * ahead;
    }
    const inverse = 1 / (Math.sqrt(sum) + 1e-20);
    for (let i = 0; i < size; i++) part[i] = part[i]! * inverse;
  });
  return float32(all, [members.length, ...shape]);
}

function applyMuon(
  members: readonly string[],
  parameters: Parameters,
  steps: NumericArray<'float32'>,
  rate: number,
  decay: number,
): void {
  const [rows, columns] = [fixed(steps.shape, 1), fixed(steps.shape, 2)];
  // The entries of an orthogonal matrix have root mean square 1 / sqrt(longer side); scaled to 0.2, as in AdamW's steps (Liu et al. 2025).
  const size = rate * 0.2 * Math.sqrt(Math.max(rows, columns));
  const keep = 1 - rate * decay;
  members.forEach((name, position) => {
    const numbers = numbersOf(parameters, name);
    const offset = position * rows * columns;
    for (let i = 0; i < numbers.length; i++) numbers[i] = keep * numbers[i]! - size * steps.data[offset + i]!;
  });
}
