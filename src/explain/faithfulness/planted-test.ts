// Whether maps find planted evidence. Two classes are separated by the mean features of drawn faces, so nothing has to be trained.
import type { ClipModel } from '../../clip/load-clip.ts';
import { float32 } from '../../core/array.ts';
import type { Random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { bootstrapInterval, type Interval } from '../../metrics/bootstrap.ts';
import { encodeImages } from '../../recognise/encode-images.ts';
import { pixelsOf } from '../explain-faces.ts';
import { type ExplainerParts, explainer, marginOf } from '../explainer.ts';
import { meanOf } from './curve-scores.ts';
import { evidencePatches, localisation, type PlantedPair, type PlantedTask, plantedPair } from './planted.ts';

export interface PlantedResult {
  readonly task: PlantedTask;
  /** Pairs that the two classes were made of, and pairs that were tested. */
  readonly made: number;
  readonly tested: number;
  /** Share of tested pairs whose picture with the evidence is nearer to that class: without it a map has nothing to find. */
  readonly accuracy: number;
  /** Mean share of the patches that hold evidence. */
  readonly area: number;
  readonly maps: Readonly<
    Record<string, { readonly mass: number; readonly massInterval: Interval; readonly rank: number }>
  >;
}

export interface PlantedInput {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly parts: ExplainerParts;
  readonly methods: readonly ExplanationMethod[];
  /** Maps that take long; fewer pairs are tested with them. */
  readonly slow?: readonly ExplanationMethod[];
  /** Pairs for each half. */
  readonly pairs: number;
  readonly random: Random;
}

/** Tested pairs of slow maps. */
const slowPairs = 16;

export async function plantedResult(task: PlantedTask, input: PlantedInput): Promise<PlantedResult> {
  const { engine, clip, parts, methods, slow = [], pairs, random } = input;
  const { size, patch } = clip.config.image;
  const made = Array.from({ length: pairs }, (_, index) => plantedPair(task, index, size, random));
  const tested = Array.from({ length: pairs }, (_, index) => plantedPair(task, pairs + index, size, random));
  const text = await meanHead(input, made);
  const own = explainer(engine, clip, {
    ...parts,
    classes: ['with', 'without'],
    classifier: { text, visual: parts.classifier.visual },
  });
  const question = { target: 0, against: 1 };
  const pixels = pixelsOf(
    clip.preprocessing,
    tested.map((pair) => pair.with),
  );
  const plain = pixelsOf(
    clip.preprocessing,
    tested.map((pair) => pair.without),
  );
  const marginsOf = async (faces: Float32Array) =>
    (await own.scores(faces)).map(({ similarity }) => marginOf(similarity, question));
  const [shown, hidden] = [await marginsOf(pixels), await marginsOf(plain)];
  const accuracy = meanOf(shown.map((margin, pair) => Number(margin > hidden[pair]!)));
  const evidence = tested.map((pair) => evidencePatches(pair, size / patch));
  const maps: Record<string, PlantedResult['maps'][string]> = {};
  for (const method of methods) {
    const some = tested.slice(0, slow.includes(method) ? slowPairs : pairs);
    const found = await own.maps(
      method,
      pixels.subarray(0, (pixels.length / pairs) * some.length),
      some.map(() => question),
    );
    const places = found.map((map, face) => localisation(map, evidence[face]!));
    const mass = places.map((place) => place.mass);
    const mean = (faces: ArrayLike<number>) => meanOf(Array.from(faces, (face) => mass[face]!));
    maps[method] = {
      mass: meanOf(mass),
      massInterval: bootstrapInterval(mass.length, mean, {
        random: random.split('interval', task, method),
        resamples: 1000,
      }),
      rank: meanOf(places.map((place) => place.rank)),
    };
  }
  await own.release();
  const area = meanOf(evidence.map((inside) => inside.filter(Boolean).length / inside.length));
  return { task, made: pairs, tested: pairs, accuracy, area, maps };
}

/** The mean features of the two classes, [2, E]: a picture belongs to the nearer one. */
async function meanHead({ engine, clip, parts }: PlantedInput, made: readonly PlantedPair[]) {
  const samples = made.flatMap((pair, index) =>
    [pair.with, pair.without].map((image, label) => ({
      id: `${index}/${label}`,
      split: 'train' as const,
      label,
      read: async () => image,
    })),
  );
  const encoding = encodeImages(engine, clip, parts.classifier.visual, samples);
  let next = await encoding.next();
  while (!next.done) next = await encoding.next();
  const { data, shape } = next.value;
  const width = shape[1]!;
  const means = new Float32Array(2 * width);
  samples.forEach(({ label }, row) => {
    const own = data.subarray(row * width, (row + 1) * width);
    const length = Math.hypot(...own);
    own.forEach((value, at) => {
      means[label * width + at]! += value / length;
    });
  });
  return float32(means, [2, width]);
}
