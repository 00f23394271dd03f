// The programs that say and explain what a source says of a face: compiled once, and kept for the face after this one.
import { type FaceExplainer, loadExplainer, loadRun, type Recogniser, studio } from 'mpafer';
import { checkpointFor } from './checkpoint-for.ts';
import { ownName } from './instant-head.ts';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';

/** Programs are kept for the face after this one; the head changes, its graph does not. */
let kept:
  | { readonly key: string; readonly explainer: Promise<FaceExplainer>; readonly recogniser: Promise<Recogniser> }
  | undefined;

/** Both programs of a source; the ones before are released. */
export async function programsFor(source: Source, models: Models) {
  const checkpoint = await checkpointFor(source, models);
  const key = `${opened().name} ${source} ${await studio.sha256(new Uint8Array(checkpoint.text.data.buffer))}`;
  if (kept?.key !== key) {
    const before = kept;
    kept = {
      key,
      explainer: loadExplainer(models.engine, models.clip, checkpoint),
      recogniser: loadRun(models.engine, models.clip, checkpoint),
    };
    await (await before?.explainer)?.release();
    await (await before?.recogniser)?.release();
  }
  return kept;
}

/** A class under the project's own name. */
export const named = (canonical: string): string => ownName(opened().project, canonical);

export const renamed = (probabilities: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(probabilities).map(([name, value]) => [named(name), value]));
