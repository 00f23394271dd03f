// The words nearest to the soft tokens of each class of a run.
import type { Engine } from '../../engine/engine.ts';
import type { OpenExplainer } from '../../platform/node/models/open-explainer.ts';
import { type NearestWord, nearestWords } from '../../recognise/nearest-words.ts';

/** By class; empty for a recogniser without soft prompts, such as one that was taught by a few faces. */
export type SoftWords = Readonly<Record<string, readonly NearestWord[]>>;

export async function softWords(engine: Engine, { clip, checkpoint }: OpenExplainer): Promise<SoftWords> {
  const { context, classes } = checkpoint;
  if (context === undefined) return {};
  const found = await nearestWords(engine, clip, context);
  // A context that all classes share has one list.
  return Object.fromEntries(classes.map((name, index) => [name, found[found.length === 1 ? 0 : index]!]));
}
