// Recognition without any training: plain CLIP, each class by its hard prompts.
import type { ClipModel } from '../clip/load-clip.ts';
import type { Engine } from '../engine/engine.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import type { MethodOptions } from '../method/options.ts';
import { createRecogniser, type Recogniser } from './load-run.ts';
import { prepareTask } from './task.ts';

/** @param type kind of hard prompt; 2, "a photo of a person making a facial expression of [class]", needs no descriptions */
export async function zeroShotRecogniser(
  engine: Engine,
  clip: ClipModel,
  classes: readonly string[],
  descriptions: Descriptions,
  type: MethodOptions['hardPrompt'] = 3,
): Promise<Recogniser> {
  const task = await prepareTask(engine, clip, classes, descriptions, { hardPrompt: type });
  const plain = { topPatches: 0, localWeight: 0, localFeature: 'token' } as const;
  return createRecogniser(engine, clip, classes, { text: task.hardText }, plain, task.scale, 1);
}
