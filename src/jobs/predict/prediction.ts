// One row of a prediction: what became of one input, with every face in it.
import type { ExpressionRecogniser, FaceExpression, Recognition } from '../../recognise/expression-recogniser.ts';

/** How faces were looked for: `find` finds them in whole pictures, `crop` takes each picture as one face. */
export type FaceMode = ExpressionRecogniser<unknown>['faces'];

/** A face of a row: all that is known of it but its 468 landmarks, which the library gives. */
export type PredictedFace = Omit<FaceExpression, 'landmarks'>;

/** What became of one input. */
export interface Prediction {
  /** The path, address or name of the input. */
  readonly file: string;
  readonly status: Recognition['status'];
  readonly mode: FaceMode;
  /** The largest first; empty unless the status is `ok`. */
  readonly faces: readonly PredictedFace[];
  /** Why there is none: a code of `mpafer errors` and a sentence. */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

export function predictionOf(file: string, mode: FaceMode, found: Recognition): Prediction {
  const faces = found.faces.map(({ landmarks: _, ...face }): PredictedFace => face);
  return {
    file,
    status: found.status,
    mode,
    faces,
    ...('code' in found && { code: found.code, reason: found.reason }),
  };
}

/** Whether the input could not be read at all. */
export const isFailed = ({ status }: Pick<Prediction, 'status'>): boolean =>
  status === 'unreadable' || status === 'too-large';
