// Compares an exported file with its recogniser on the same faces.

import { frozenWeights } from '../clip/graph-weights.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import { preprocess } from '../clip/preprocess.ts';
import { argmax } from '../core/argmax.ts';
import { float32, float32Data, type NumericArray } from '../core/array.ts';
import type { Sample } from '../data/dataset.ts';
import type { Engine, Program } from '../engine/engine.ts';
import type { Tensor } from '../graph/tensor.ts';
import { constant } from '../graph/tensor.ts';
import { pixelInput, recognise } from '../method/recogniser.ts';
import { softmaxRows } from '../metrics/temperature.ts';
import type { Exportable } from './exportable.ts';

export interface ExportCheck {
  readonly faces: number;
  /** Largest absolute difference of each output. */
  readonly differences: Readonly<Record<string, number>>;
  /** Share of faces that both classify alike. */
  readonly sameClass: number;
  /** Share of top patches, over faces and classes, that both select; absent without a local branch. */
  readonly samePatches?: number;
  /** Share of faces classified as labelled. */
  readonly accuracy: { readonly recogniser: number; readonly exported: number };
}

/** Faces per pass. The last pass may have fewer, since the file must accept any number. */
const batch = 16;

/**
 * Yields the number of faces done. Labels are indices of the recogniser's classes.
 *
 * @param exported the loaded file, with an input `pixels`
 */
export async function* checkExport(
  engine: Engine,
  exported: Program<string>,
  clip: ClipModel,
  recogniser: Exportable,
  samples: readonly Sample[],
): AsyncGenerator<number, ExportCheck> {
  const reference = await engine.compile(referenceOutputs(clip, recogniser));
  const { size } = clip.config.image;
  const count = recogniser.classes.length;
  const differences: Record<string, number> = {};
  const correct = { recogniser: 0, exported: 0 };
  let [same, patches, shared] = [0, 0, 0];
  for (let begin = 0; begin < samples.length; begin += batch) {
    const chunk = samples.slice(begin, begin + batch);
    const pixels = new Float32Array(chunk.length * 3 * size * size);
    const images = await Promise.all(chunk.map((sample) => sample.read()));
    images.forEach((image, index) => {
      preprocess(image, clip.preprocessing, pixels, index * 3 * size * size);
    });
    const feed = { pixels: float32(pixels, [chunk.length, 3, size, size]) };
    const found = await exported.run(feed);
    const { logits, ...rest } = await reference.run(feed);
    const rows = softmaxRows(float32Data(logits!), count, recogniser.temperature);
    const probabilities = Float32Array.from(rows);
    const wanted: Record<string, NumericArray> = { ...rest, probabilities: float32(probabilities, logits!.shape) };
    for (const [name, array] of Object.entries(wanted)) {
      if (name !== 'top_patches') differences[name] = Math.max(differences[name] ?? 0, largest(array, found[name]!));
    }
    const [own, theirs] = [probabilities, float32Data(found.probabilities!)].map((rows) => winners(rows, count));
    chunk.forEach(({ label }, index) => {
      if (own![index] === theirs![index]) same++;
      if (own![index] === label) correct.recogniser++;
      if (theirs![index] === label) correct.exported++;
    });
    if (wanted.top_patches !== undefined) {
      patches += wanted.top_patches.data.length;
      shared += inCommon(wanted.top_patches, found.top_patches!);
    }
    yield begin + chunk.length;
  }
  await reference.release();
  const share = (part: number) => part / samples.length;
  return {
    faces: samples.length,
    differences,
    sameClass: share(same),
    ...(patches > 0 && { samePatches: shared / patches }),
    accuracy: { recogniser: share(correct.recogniser), exported: share(correct.exported) },
  };
}

/** The outputs as recognition computes them: with weights from their file, before temperature scaling. */
function referenceOutputs({ config, weights }: ClipModel, own: Exportable): Readonly<Record<string, Tensor>> {
  const visual = own.visual && constant(own.visual);
  const found = recognise(
    { config, weights: frozenWeights(weights), pixels: pixelInput(config), text: constant(own.text), visual },
    { ...own.head, scale: own.scale },
  );
  return {
    logits: found.logits,
    global_similarity: found.globalSimilarity,
    ...(found.localSimilarity && { local_similarity: found.localSimilarity, top_patches: found.topPatches! }),
  };
}

/** The largest absolute difference of two arrays; infinite if shapes differ or a value is NaN. */
function largest(wanted: NumericArray, found: NumericArray): number {
  if (wanted.shape.join() !== found.shape.join()) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let index = 0; index < wanted.data.length; index++) {
    const difference = Math.abs(Number(wanted.data[index]) - Number(found.data[index]));
    if (!(difference <= most)) most = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return most;
}

/** Column of the largest value of each row. */
const winners = (rows: Float32Array, columns: number): number[] =>
  Array.from({ length: rows.length / columns }, (_, row) => argmax(rows.subarray(row * columns, (row + 1) * columns)));

/** How many numbers along the last axis are in both, in any order. */
function inCommon(wanted: NumericArray, found: NumericArray): number {
  const k = wanted.shape.at(-1)!;
  let shared = 0;
  for (let begin = 0; begin < wanted.data.length; begin += k) {
    const own = new Set<number | bigint>(wanted.data.subarray(begin, begin + k));
    for (const patch of found.data.subarray(begin, begin + k)) if (own.has(patch)) shared++;
  }
  return shared;
}
