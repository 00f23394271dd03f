// Adds to each face of an answer why it was recognised so.
import type { Explanation } from '../evaluate/explanation.ts';
import type { MapVerdict } from '../evaluate/faithfulness-record.ts';
import type { Eyes } from '../faces/face.ts';
import type { FaceExpression, Recognition } from '../recognise/expression-recogniser.ts';

/** A picture whose faces are to be explained. */
export interface PictureToExplain {
  readonly picture: Uint8Array;
  /** For each face, where its eyes are; undefined where the picture is a crop of it. */
  readonly eyes: readonly (Eyes | undefined)[];
}

/** Explains the faces of pictures together: a list for each picture, in order. */
export type ExplainPictures = (asked: readonly PictureToExplain[]) => Promise<readonly (readonly Explanation[])[]>;

/** A face with its explanation, and what tests of the map found. */
export interface ExplainedFace extends FaceExpression {
  readonly explanation: Explanation & { readonly verdict: MapVerdict };
}

export type ExplainedRecognition =
  | Recognition
  | (Omit<Recognition, 'faces'> & { readonly faces: readonly ExplainedFace[] });

/** Explains the faces of the answers; what has none stays as it is. */
export async function explained(
  pictures: readonly Uint8Array[],
  answers: readonly Recognition[],
  verdict: MapVerdict,
  explain: ExplainPictures,
): Promise<readonly ExplainedRecognition[]> {
  const asked = answers.flatMap(({ faces }, index) =>
    faces.length === 0 ? [] : [{ picture: pictures[index]!, eyes: faces.map(({ eyes }) => eyes) }],
  );
  if (asked.length === 0) return answers;
  const found = (await explain(asked)).values();
  return answers.map((answer) => {
    if (answer.faces.length === 0) return answer;
    const own = found.next().value!;
    return {
      ...answer,
      faces: answer.faces.map((face, index) => ({ ...face, explanation: { ...own[index]!, verdict } })),
    };
  });
}
