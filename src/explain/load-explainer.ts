// Explains what a trained recogniser says of faces: its checkpoint, its CLIP, and programs that are compiled when first needed.
import type { ClipModel } from '../clip/load-clip.ts';
import type { RgbImage } from '../core/image.ts';
import type { Engine } from '../engine/engine.ts';
import type { Checkpoint } from '../recognise/checkpoint.ts';
import { requireSameClip } from '../recognise/clip-identity.ts';
import type { LoadRunOptions, RecogniserParts } from '../recognise/load-run.ts';
import { requireFrozenTower } from '../recognise/require-frozen-tower.ts';
import { type ExplainedFace, type ExplainOptions, explainFaces } from './explain-faces.ts';
import { type Explainer, explainer } from './explainer.ts';

/** Explains faces. `loadExplainer` gives one. */
export interface FaceExplainer {
  readonly classes: readonly string[];
  /**
   * Explains faces, cropped as in training: what was recognised, the exact parts of its margin over the runner-up, and a map.
   *
   * @throws MpaferError `label` for a class that the recogniser does not know; `run` for `patches` without a local branch; `image` when
   *   pixels do not fit their width and height
   */
  explain(faces: readonly RgbImage[], options?: ExplainOptions): Promise<readonly ExplainedFace[]>;
  release(): Promise<void>;
}

/**
 * Explains what a trained recogniser says, in Node and in pages alike.
 *
 * @throws MpaferError `checkpoint` when it was trained on another CLIP
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { loadExplainer, nodeDataHost, nodeEngine, openClip, openDataset, readCheckpoint } from 'mpafer';
 * await using engine = nodeEngine();
 * const pack = 'assets/packs/fer2013.safetensors';
 * const explainer = await loadExplainer(engine, await openClip('face-clip'), readCheckpoint(await readFile(pack), pack));
 * const face = await (await openDataset('synthetic:?count=32&size=48', nodeDataHost)).samples[1]!.read();
 * const [explained] = await explainer.explain([face], { method: 'gate' });
 * console.log(explained!.explanation.map.values.length); // 64
 * ```
 */
export async function loadExplainer(
  engine: Engine,
  clip: ClipModel,
  checkpoint: Checkpoint,
  options: LoadRunOptions = {},
): Promise<FaceExplainer> {
  const own = await checkpointExplainer(engine, clip, checkpoint, options);
  return {
    classes: own.classes,
    explain: (faces, options) => explainFaces(own, clip.preprocessing, faces, options),
    release: () => own.release(),
  };
}

/** The explainer of a checkpoint. @throws MpaferError `checkpoint` when it was trained on another CLIP */
export async function checkpointExplainer(
  engine: Engine,
  clip: ClipModel,
  checkpoint: Checkpoint,
  { name = 'the checkpoint', precision }: LoadRunOptions = {},
): Promise<Explainer> {
  await requireSameClip(checkpoint, clip, name);
  requireFrozenTower(checkpoint, `explain ${name}`);
  const parts = checkpointParts(checkpoint);
  return explainer(engine, clip, { ...parts, options: { ...parts.options, ...(precision && { precision }) } });
}

/** What a checkpoint says of a recogniser. */
export function checkpointParts(checkpoint: Checkpoint): RecogniserParts {
  const { classes, text, visual, scale, temperature, configuration } = checkpoint;
  return { classes, classifier: { text, visual }, options: configuration, scale, temperature };
}
