// What a recogniser needs besides CLIP in order to be exported: from a checkpoint, or from descriptions alone.
import type { ClipModel } from '../clip/load-clip.ts';
import type { NumericArray } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import type { LocalOptions } from '../method/options.ts';
import type { Checkpoint } from '../recognise/checkpoint.ts';
import { requireFrozenTower } from '../recognise/require-frozen-tower.ts';
import { prepareTask } from '../recognise/task.ts';

/** A recogniser as `exportOnnx` takes it, apart from CLIP. */
export interface Exportable {
  readonly classes: readonly string[];
  /** [C, E] */
  readonly text: NumericArray;
  /** [depth, N_p, Dv]; absent without visual prompts. */
  readonly visual?: NumericArray | undefined;
  readonly head: LocalOptions;
  /** s */
  readonly scale: number;
  /** Divides the logits before the softmax. */
  readonly temperature: number;
}

/**
 * A trained recogniser in the form that `exportOnnx` takes.
 *
 * @throws MpaferError `checkpoint` when it moves the weights of the image tower
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { exportableRun, readCheckpoint } from 'mpafer';
 * const pack = 'assets/packs/fer2013.safetensors';
 * const run = exportableRun(readCheckpoint(await readFile(pack), pack));
 * console.log(run.classes.length); // 7
 * ```
 */
export const exportableRun = (checkpoint: Checkpoint): Exportable => {
  requireFrozenTower(checkpoint, 'export this recogniser');
  const { classes, text, visual, configuration, scale, temperature } = checkpoint;
  const { topPatches, localWeight, localFeature, localMatch } = configuration;
  return { classes, text, visual, head: { topPatches, localWeight, localFeature, localMatch }, scale, temperature };
};

/**
 * Plain CLIP, which compares whole images with the descriptions of each class.
 *
 * @throws MpaferError `descriptions`, `text-too-long`
 * @example
 * ```ts
 * import { defaultDescriptions, exportableZeroShot, nodeEngine, openClip } from 'mpafer';
 * await using engine = nodeEngine();
 * const clip = await openClip('face-clip');
 * const model = await exportableZeroShot(engine, clip, ['neutral', 'happiness'], defaultDescriptions);
 * console.log(model.classes); // [ 'neutral', 'happiness' ]
 * ```
 */
export async function exportableZeroShot(
  engine: Engine,
  clip: ClipModel,
  classes: readonly string[],
  descriptions: Descriptions,
): Promise<Exportable> {
  const { hardText, scale } = await prepareTask(engine, clip, classes, descriptions, { hardPrompt: 3 });
  const head = { topPatches: 0, localWeight: 0, localFeature: 'token' } as const;
  return { classes, text: hardText, head, scale, temperature: 1 };
}
