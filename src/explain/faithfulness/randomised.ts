// Randomisation: a map of a model whose weights are noise must be no more like the trained one's than those of two noises are alike.

import { frozenWeights } from '../../clip/graph-weights.ts';
import type { ClipModel } from '../../clip/load-clip.ts';
import { type ImageTowerWeights, mapImageTower } from '../../clip/weights.ts';
import { float32, type NumericArray, sizeOf } from '../../core/array.ts';
import type { Random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { constant, type Tensor } from '../../graph/tensor.ts';
import { spearman } from '../../metrics/rank-correlation.ts';
import { type Explainer, type ExplainerParts, explainer, type Question } from '../explainer.ts';
import type { Maps } from './controls.ts';
import { meanOf } from './curve-scores.ts';

/** What is randomised; each stage of the tower includes those before it, from the output down. */
export interface RandomisedStage {
  readonly name: string;
  /** The mean of Spearman's correlation with the map of the trained model, of each method; of slow ones in the last stage only. */
  readonly correlation: Readonly<Record<string, number>>;
}

export interface Randomised {
  readonly faces: number;
  readonly stages: readonly RandomisedStage[];
  /** The same between two models that are randomised independently, throughout. */
  readonly level: Readonly<Record<string, number>>;
  /** Entropy of the map as a distribution, as a share of the largest possible: of the trained model and of the randomised one. */
  readonly entropy: Readonly<Record<string, { readonly trained: number; readonly randomised: number }>>;
}

export interface RandomisedInput {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly parts: ExplainerParts;
  readonly own: Explainer;
  readonly methods: readonly ExplanationMethod[];
  /** Those of them that are mapped only where every layer is noise, since stage by stage they would take as long as all the rest. */
  readonly slow?: readonly ExplanationMethod[];
  readonly pixels: Float32Array;
  readonly questions: readonly Question[];
  readonly random: Random;
}

/** Yields the name of each stage when it is done. */
export async function* randomised(input: RandomisedInput): AsyncGenerator<string, Randomised> {
  const { engine, clip, parts, own, methods: all, slow = [], pixels, questions, random } = input;
  const layers = clip.config.image.layers;
  const noise = (array: NumericArray, key: string): NumericArray<'float32'> => normalLike(array, random.split(key));
  const { text, visual } = parts.classifier;
  const noText = { text: noise(text, 'text'), visual };
  const noVisual = visual && { text, visual: noise(visual, 'visual') };
  const stages: readonly (readonly [string, ExplainerParts])[] = [
    ['text features', { ...parts, classifier: noText }],
    ...(noVisual ? ([['visual prompts', { ...parts, classifier: noVisual }]] as const) : []),
    ...(noVisual ? ([['both', { ...parts, classifier: { ...noVisual, text: noText.text } }]] as const) : []),
    ...Array.from(
      { length: layers },
      (_, at) =>
        [
          `tower, last ${at + 1} of ${layers} layers`,
          { ...parts, imageWeights: noisyTower(clip, layers - 1 - at, random.split('tower')) },
        ] as const,
    ),
  ];
  const quick = all.filter((method) => !slow.includes(method));
  const mapsOf = async (of: Explainer, methods: readonly ExplanationMethod[]) => {
    const found: Record<string, Maps> = {};
    for (const method of methods) found[method] = await of.maps(method, pixels, questions);
    return found;
  };
  const mapsWith = async (other: ExplainerParts, methods: readonly ExplanationMethod[]) => {
    const program = explainer(engine, clip, other);
    const found = await mapsOf(program, methods);
    await program.release();
    return found;
  };
  const compare = (a: Readonly<Record<string, Maps>>, b: Readonly<Record<string, Maps>>) =>
    Object.fromEntries(Object.keys(b).map((method) => [method, meanCorrelation(a[method]!, b[method]!)]));
  const trained = await mapsOf(own, all);
  const found: RandomisedStage[] = [];
  let last = trained;
  for (const [at, [name, other]] of stages.entries()) {
    last = await mapsWith(other, at === stages.length - 1 ? all : quick);
    found.push({ name, correlation: compare(trained, last) });
    yield name;
  }
  const second = await mapsWith({ ...parts, imageWeights: noisyTower(clip, 0, random.split('second tower')) }, all);
  return {
    faces: questions.length,
    stages: found,
    level: compare(last, second),
    entropy: Object.fromEntries(
      all.map((method) => [method, { trained: meanEntropy(trained[method]!), randomised: meanEntropy(last[method]!) }]),
    ),
  };
}

/** Mean over faces; faces with a constant map are left out. */
export function meanCorrelation(a: Maps, b: Maps): number {
  const found = a.map((map, face) => spearman(map, b[face]!)).filter(Number.isFinite);
  return found.length === 0 ? 0 : meanOf(found);
}

/** Entropy of |map| as a distribution over patches, divided by that of the uniform one. */
function meanEntropy(maps: Maps): number {
  return meanOf(
    maps.map((map) => {
      const sum = map.reduce((total, value) => total + Math.abs(value), 0);
      if (sum === 0) return 1;
      const bits = map.reduce((total, value) => {
        const share = Math.abs(value) / sum;
        return share > 0 ? total - share * Math.log(share) : total;
      }, 0);
      return bits / Math.log(map.length);
    }),
  );
}

/** Gaussian noise with the mean and the deviation of an array. */
function normalLike({ data, shape }: NumericArray, random: Random): NumericArray<'float32'> {
  const values = Array.from(data as ArrayLike<number>, Number);
  const mean = meanOf(values);
  const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  return float32(
    Float32Array.from(values, () => mean + deviation * random.normal()),
    shape,
  );
}

/** The tower with random matrices in its projection and in its blocks from `first` on. Norms are kept, so that activations stay in range. */
function noisyTower(clip: ClipModel, first: number, random: Random): ImageTowerWeights<Tensor> {
  return mapImageTower(
    frozenWeights(clip.weights).image,
    (weight, path) => {
      const block = /blocks\.(\d+)\.(attention|feedForward)\./.exec(path);
      const isDrawn = path.endsWith('.weight') && block !== null && Number(block[1]) >= first;
      if (!isDrawn) return weight;
      const shape = weight.shape as readonly number[];
      // Glorot's deviation: what such a matrix would be initialised with.
      const deviation = Math.sqrt(2 / (shape[0]! + shape[1]!));
      const stream = random.split(path);
      return constant(
        float32(
          Float32Array.from({ length: sizeOf(shape) }, () => deviation * stream.normal()),
          shape,
        ),
      );
    },
    'image',
  );
}
