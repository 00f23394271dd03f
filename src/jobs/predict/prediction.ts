// One row of a prediction: what became of one input, with every face in it.
import type { ExpressionRecogniser, FaceExpression, Recognition } from '../../recognise/expression-recogniser.ts';

/** How faces were looked for: `crop` takes each picture as one face. */
export type FaceMode = ExpressionRecogniser<unknown>['faces'];

/** What became of one input. */
export interface Prediction {
  /** The path, address or name of the input. */
  readonly file: string;
  readonly status: Recognition['status'];
  readonly mode: FaceMode;
  /** In the order in which they were found; empty unless the status is `ok`. */
  readonly faces: readonly FaceExpression[];
  /** Why there is none: a code of `mpafer errors` and a sentence. */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

export function predictionOf(file: string, mode: FaceMode, found: Recognition): Prediction {
  const { status, faces } = found;
  return { file, status, mode, faces, ...('code' in found && { code: found.code, reason: found.reason }) };
}

/** Whether the input could not be read at all. */
export const isFailed = ({ status }: Pick<Prediction, 'status'>): boolean => status === 'unreadable';
