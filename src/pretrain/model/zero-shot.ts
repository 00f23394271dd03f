// Zero-shot accuracy of class vectors: by the class token, by the patches and by both.

import type { ClipConfig } from '../../clip/config.ts';
import { argmax } from '../../core/argmax.ts';
import { float32, type NumericArray } from '../../core/array.ts';
import { random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import { mean } from '../../graph/ops/mean.ts';
import { input } from '../../graph/tensor.ts';
import { cosines } from '../../nn/cosine.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { plainView } from '../batches/grey-view.ts';
import { patchBatch } from '../batches/patch-batch.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import { imageFeatures } from '../stages/image-stage.ts';
import { feedsFor } from '../stages/trainer.ts';

export interface ZeroShot {
  /** Accuracy by the global embedding, by the mean over patches and by the sum of the two. */
  readonly global: number;
  readonly local: number;
  readonly both: number;
  /** [C][C] counts: rows are labels, columns the class chosen by both. */
  readonly confusion: readonly (readonly number[])[];
}

/** Named sets of class vectors: each [C, E], not necessarily at unit length. */
export type VectorSets = Readonly<Record<string, NumericArray>>;

export interface ZeroShotProgram {
  evaluate(parameters: Parameters, sets: VectorSets, faces: FaceSet): Promise<Readonly<Record<string, ZeroShot>>>;
  release(): Promise<void>;
}

const batch = 100;

/** @param sets names of the sets, all evaluated in one pass over the faces */
export async function zeroShotProgram(
  engine: Engine,
  config: ClipConfig,
  classes: number,
  sets: readonly string[],
): Promise<ZeroShotProgram> {
  const { size, patch } = config.image;
  const total = (size / patch) ** 2;
  const { global, patches } = imageFeatures(config, total);
  const columns = sets.length * classes;
  const vectors = input('vectors', [columns, config.embedding]);
  const program = await engine.compile({
    global: cosines(global, vectors),
    local: mean(cosines(patches, vectors), [1]),
  });
  return {
    async evaluate(parameters, values, faces) {
      const counts = sets.map(() => tally(classes));
      const vectors = joined(sets.map((name) => values[name]!));
      for (let first = 0; first < faces.count; first += batch) {
        const count = Math.min(batch, faces.count - first);
        const view = (row: number, into: Float32Array) =>
          plainView(faces.grey, (first + row) * size * size, size, into);
        const { patches, places } = patchBatch(count, size, patch, total, view, () => random(0));
        const { global, local } = await program.run(feedsFor(program, parameters, { patches, places, vectors }));
        for (let row = 0; row < count; row++)
          counts.forEach((count, set) => {
            const begin = row * columns + set * classes;
            const of = ({ data }: NumericArray) => Array.from(data.subarray(begin, begin + classes), Number);
            count.add(faces.labels[first + row]!, of(global), of(local));
          });
      }
      return Object.fromEntries(sets.map((name, set) => [name, counts[set]!.result(faces.count)]));
    },
    release: () => program.release(),
  };
}

export function tally(classes: number) {
  const right = { global: 0, local: 0, both: 0 };
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  return {
    add(label: number, global: readonly number[], local: readonly number[]) {
      const chosen = argmax(global.map((score, index) => score + local[index]!));
      if (argmax(global) === label) right.global++;
      if (argmax(local) === label) right.local++;
      if (chosen === label) right.both++;
      confusion[label]![chosen]!++;
    },
    result: (count: number): ZeroShot => ({
      global: right.global / count,
      local: right.local / count,
      both: right.both / count,
      confusion,
    }),
  };
}

function joined(arrays: readonly NumericArray[]): NumericArray {
  const numbers = arrays.flatMap(({ data }) => Array.from(data, Number));
  return float32(numbers, [numbers.length / arrays[0]!.shape[1]!, arrays[0]!.shape[1]!]);
}
