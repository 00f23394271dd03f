// Recognition without training: plain CLIP with hard prompts. A new class needs only a name and a description.
import { evenAdvantage } from '../clip/class-shares.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import type { Precision } from '../configuration/precision.ts';
import type { Engine } from '../engine/engine.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import type { LocalOptions, MethodOptions } from '../method/options.ts';
import { createRecogniser, type Recogniser } from './load-run.ts';
import { modelName } from './model-name.ts';
import type { Prior } from './prior.ts';
import { prepareTask } from './task.ts';

/** How faces are compared with classes: as a whole, and by their best patches. */
export type Head = LocalOptions;

/** Options of `zeroShotRecogniser`. */
export interface ZeroShotOptions {
  /** Type of hard prompt, 3 by default; 2, "a photo of a person making a facial expression of [class]", needs no descriptions. */
  readonly hardPrompt?: MethodOptions['hardPrompt'] | undefined;
  /** Whole images only by default, as CLIP was trained; `defaultMethod` is the paper's global-local head. */
  readonly head?: Head | undefined;
  /** How frequent the classes are taken to be: as in the training of the CLIP (`trained`, the default), or all alike (`even`). */
  readonly prior?: Prior | undefined;
  /** What the image tower computes in, float32 by default. */
  readonly precision?: Precision | undefined;
}

/** CLIP was trained to compare whole images only. */
const globalHead: Head = { topPatches: 0, localWeight: 0, localFeature: 'token' };

/**
 * A recogniser of any classes.
 *
 * @throws MpaferError `descriptions` for a class without a description, where the hard prompts need one; `model` for an even prior when the
 *   CLIP does not record how frequent a class was in its training
 * @example
 * ```ts
 * import { defaultDescriptions, nodeEngine, openClip, zeroShotRecogniser } from 'mpafer';
 * await using engine = nodeEngine();
 * const clip = await openClip('face-clip');
 * const recogniser = await zeroShotRecogniser(engine, clip, ['neutral', 'happiness'], defaultDescriptions);
 * console.log(recogniser.classes); // [ 'neutral', 'happiness' ]
 * ```
 */
export async function zeroShotRecogniser(
  engine: Engine,
  clip: ClipModel,
  classes: readonly string[],
  descriptions: Descriptions,
  { hardPrompt = 3, head = globalHead, prior = 'trained', precision = 'float32' }: ZeroShotOptions = {},
): Promise<Recogniser> {
  const { hardText, scale } = await prepareTask(engine, clip, classes, descriptions, { hardPrompt });
  const advantage = prior === 'even' ? evenAdvantage(clip.classShares, classes, modelName(clip.name)) : undefined;
  return createRecogniser(engine, clip, {
    classes,
    classifier: { text: hardText },
    options: { ...head, precision, ...(advantage && { advantage }) },
    scale,
    temperature: 1,
  });
}
