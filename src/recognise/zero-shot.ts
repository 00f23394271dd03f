// Recognition without any training: plain CLIP, each class by its hard prompts. A new class needs a name and a description only.
import type { ClipModel } from '../clip/load-clip.ts';
import type { Precision } from '../configuration/precision.ts';
import type { Engine } from '../engine/engine.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import type { MethodOptions } from '../method/options.ts';
import { createRecogniser, type Recogniser } from './load-run.ts';
import { prepareTask } from './task.ts';

/** How faces are compared with classes: as a whole, and in their best patches. */
export type Head = Pick<MethodOptions, 'topPatches' | 'localWeight' | 'localFeature'>;

/** CLIP was trained to compare whole images alone. */
const globalHead: Head = { topPatches: 0, localWeight: 0, localFeature: 'token' };

/**
 * @param type kind of hard prompt; 2, "a photo of a person making a facial expression of [class]", needs no descriptions
 * @param head global alone unless told; `defaultMethod` is the paper's global-local head
 * @param precision what the image tower computes in
 */
export async function zeroShotRecogniser(
  engine: Engine,
  clip: ClipModel,
  classes: readonly string[],
  descriptions: Descriptions,
  type: MethodOptions['hardPrompt'] = 3,
  head: Head = globalHead,
  precision: Precision = 'float32',
): Promise<Recogniser> {
  const task = await prepareTask(engine, clip, classes, descriptions, { hardPrompt: type });
  return createRecogniser(engine, clip, classes, { text: task.hardText }, { ...head, precision }, task.scale, 1);
}
