// Scores of a training model on faces it does not learn from: as the data set has them and, where eyes are known, cut by the recipe.
import type { ClipConfig } from '../../clip/config.ts';
import type { Engine } from '../../engine/engine.ts';
import type { FaceSet } from '../batches/face-set.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import type { ZeroShotResults } from '../stages/run-stage.ts';
import { type VectorSets, zeroShotProgram } from './zero-shot.ts';

export interface HeldOutFaces {
  readonly faces: FaceSet;
  /** The same faces, cut by the recipe of recognition. */
  readonly recut?: FaceSet | undefined;
}

export interface HeldOutScores {
  evaluate(parameters: Parameters): Promise<ZeroShotResults>;
  release(): Promise<void>;
}

/**
 * @param sets names of the class vectors that `vectorsOf` gives
 * @returns scores by set; those on faces cut by the recipe are named `SET, cut by the recipe`
 */
export async function heldOutScores(
  engine: Engine,
  config: ClipConfig,
  { faces, recut }: HeldOutFaces,
  sets: readonly string[],
  vectorsOf: (parameters: Parameters) => VectorSets | Promise<VectorSets>,
): Promise<HeldOutScores> {
  const program = await zeroShotProgram(engine, config, faces.classes, sets);
  return {
    async evaluate(parameters) {
      const vectors = await vectorsOf(parameters);
      const own = await program.evaluate(parameters, vectors, faces);
      if (recut === undefined) return own;
      const others = Object.entries(await program.evaluate(parameters, vectors, recut));
      return { ...own, ...Object.fromEntries(others.map(([name, score]) => [`${name}, cut by the recipe`, score])) };
    },
    release: () => program.release(),
  };
}
