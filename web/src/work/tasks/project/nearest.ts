// What is nearest: faces of the project to a face, words of the vocabulary to trained prompts.
import { studio } from 'mpafer';
import { checkpointFor } from './checkpoint-for.ts';
import type { Features } from './features.ts';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';

export interface NearFace {
  readonly path: string;
  readonly cosine: number;
  readonly label: string | undefined;
}

/** The faces of the project that are most alike to the frozen tower, the face itself left out. */
export function nearestFaces(path: string, { rows, data, columns }: Features, count: number): readonly NearFace[] {
  const own = rows.get(path);
  if (own === undefined) return [];
  const vector = data.subarray(own * columns, (own + 1) * columns);
  return opened()
    .faces.flatMap((face) => {
      const row = rows.get(face.path);
      if (row === undefined || row === own) return [];
      let cosine = 0;
      for (let at = 0; at < columns; at++) cosine += vector[at]! * data[row * columns + at]!;
      return [{ path: face.path, cosine, label: face.label }];
    })
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, count);
}

/** The vocabulary's words that are nearest to the prompts of a run; none for the head, which has no prompts. */
export async function wordsOf(
  source: Source,
  models: Models,
): Promise<readonly (readonly (readonly [string, number])[])[]> {
  const { context } = await checkpointFor(source, models);
  return context === undefined ? [] : studio.nearestWords(models.engine, models.clip, context);
}
