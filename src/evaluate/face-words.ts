// What is said of one face, wherever people read it: on pictures, in a terminal, in reports and in the studio. It imports nothing, as pages load it.

export interface WordedFace {
  readonly expression: string;
  readonly confidence: number;
  readonly unsure: boolean;
  /** Of a face that is `too-small` the expression is a guess, which is kept for programs and not said. */
  readonly status?: 'ok' | 'too-small' | undefined;
}

/** `happiness 93 %`, `happiness over 99 %`, `unsure, perhaps fear 32 %` or `too small` */
export function faceWords({ expression, confidence, unsure, status }: WordedFace): string {
  if (status === 'too-small') return 'too small';
  return `${unsure ? 'unsure, perhaps ' : ''}${expression} ${wholePercent(confidence)}`;
}

/** With what is next most probable: `happiness 93 %, then neutral 5 %` */
export function faceAndNextWords(face: WordedFace, probabilities: Readonly<Record<string, number>>): string {
  const others = Object.entries(probabilities).filter(([name]) => name !== face.expression);
  const [next] = others.sort(([, a], [, b]) => b - a);
  if (face.status === 'too-small' || next === undefined) return faceWords(face);
  return `${faceWords(face)}, then ${next[0]} ${wholePercent(next[1])}`;
}

/** Never a false 100 % or 0 %. @param share 0 to 1; a dash where it is no number */
export function wholePercent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share >= 0.995 && share < 1) return 'over 99 %';
  return share > 0 && share < 0.005 ? 'under 1 %' : `${Math.round(100 * share)} %`;
}
