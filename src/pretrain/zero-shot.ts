// How well class vectors tell faces apart: by the class token, by the patches, by both.
import type { ClipConfig } from '../clip/config.ts';
import { float32, type NumericArray } from '../core/array.ts';
import { random } from '../core/random.ts';
import type { Engine } from '../engine/engine.ts';
import { mean } from '../graph/ops/mean.ts';
import { input } from '../graph/tensor.ts';
import { cosines } from '../nn/cosine.ts';
import type { FaceSet } from './face-set.ts';
import { plainView } from './grey-view.ts';
import { imageFeatures } from './image-stage.ts';
import type { Parameters } from './parameters.ts';
import { patchBatch } from './patch-batch.ts';
import { feedsFor } from './trainer.ts';

export interface ZeroShot {
  /** Share of faces whose best class is the label's: by the global embedding, by the mean over patches, by their sum. */
  readonly global: number;
  readonly local: number;
  readonly both: number;
  /** [C][C] counts by label and by class chosen by the global embedding. */
  readonly confusion: readonly (readonly number[])[];
}

export interface ZeroShotProgram {
  /** @param vectors [C, E], of any length */
  evaluate(parameters: Parameters, vectors: NumericArray, faces: FaceSet): Promise<ZeroShot>;
  release(): Promise<void>;
}

const atOnce = 100;

export async function zeroShotProgram(engine: Engine, config: ClipConfig, classes: number): Promise<ZeroShotProgram> {
  const { size, patch } = config.image;
  const total = (size / patch) ** 2;
  const { global, patches } = imageFeatures(config, total);
  const vectors = input('vectors', [classes, config.embedding]);
  const program = await engine.compile({
    global: cosines(global, vectors),
    local: mean(cosines(patches, vectors), [1]),
  });
  return {
    async evaluate(parameters, vectors, faces) {
      const right = { global: 0, local: 0, both: 0 };
      const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
      for (let first = 0; first < faces.count; first += atOnce) {
        const count = Math.min(atOnce, faces.count - first);
        const view = (row: number, into: Float32Array) => plainView(faces.grey, (first + row) * size * size, size, into);
        const { patches, places } = patchBatch(count, size, patch, total, view, () => random(0));
        const scores = await program.run(feedsFor(program, parameters, { patches, places, vectors }));
        for (let row = 0; row < count; row++) {
          const of = (name: 'global' | 'local') =>
            Array.from(scores[name].data.subarray(row * classes, (row + 1) * classes), Number);
          const [byGlobal, byLocal] = [of('global'), of('local')];
          const label = faces.labels[first + row]!;
          const chosen = largest(byGlobal);
          if (chosen === label) right.global++;
          if (largest(byLocal) === label) right.local++;
          if (largest(byGlobal.map((score, index) => score + byLocal[index]!)) === label) right.both++;
          confusion[label]![chosen]!++;
        }
      }
      const shareOf = (count: number) => count / faces.count;
      return {
        global: shareOf(right.global),
        local: shareOf(right.local),
        both: shareOf(right.both),
        confusion,
      };
    },
    release: () => program.release(),
  };
}

const largest = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores));

/** Class vectors as a feed. */
export const classVectorsOf = (parameters: Parameters): NumericArray => {
  const { data, shape } = parameters.get('classVectors')!;
  return float32(data as Float32Array, shape);
};
