// Zero-shot: s x.t_c, what CLIP says by its texts alone.
import type { FewShotTask, Scorer } from './few-shot-task.ts';
import { timesTransposed } from './matrix.ts';

export const zeroShotHead =
  ({ texts, scale }: Pick<FewShotTask, 'texts' | 'scale'>): Scorer =>
  (features) =>
    timesTransposed(features, texts, scale);
