// What a picture, or a line of text, says beside a face: its expression and how probable it is, or that the recogniser is unsure.
import type { FaceExpression } from './expression-recogniser.ts';

/** `happiness 93 %`, `happiness over 99 %` or `unsure, perhaps fear 32 %` */
export function faceLabel({ expression, confidence, unsure }: Labelled): string {
  return `${unsure ? 'unsure, perhaps ' : ''}${expression} ${wholePercent(confidence)}`;
}

type Labelled = Pick<FaceExpression, 'expression' | 'confidence' | 'unsure'>;

/** Never a false 100 % or 0 %. @param share 0 to 1 */
function wholePercent(share: number): string {
  if (share >= 0.995 && share < 1) return 'over 99 %';
  return share > 0 && share < 0.005 ? 'under 1 %' : `${Math.round(100 * share)} %`;
}
