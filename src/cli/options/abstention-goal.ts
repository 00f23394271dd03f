// What --abstain says: a part of the faces that shall get an answer, or a part of the answers that shall be right.
import { MpaferError } from '../../core/errors.ts';
import type { AbstentionGoal } from '../../metrics/abstention-rule.ts';

/** `0.8` and `coverage=0.8`, or `accuracy=0.9`. @throws MpaferError `usage` */
export function abstentionGoal(text: string): AbstentionGoal {
  const [, kind = 'coverage', number] = /^(?:(coverage|accuracy)=)?([\d.]+)$/.exec(text) ?? [];
  const value = Number(number);
  if (number === undefined || !(value > 0 && value <= 1)) {
    throw new MpaferError(
      'usage',
      `Cannot use --abstain ${text}: must be coverage=NUMBER or accuracy=NUMBER, above 0 and at most 1`,
      { hint: 'coverage=0.8 answers the surest 80 % of faces; accuracy=0.9 as many as it can with 90 % right' },
    );
  }
  return kind === 'accuracy' ? { accuracy: value } : { coverage: value };
}
