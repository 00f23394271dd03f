// `--abstain`: the share of faces to answer, or the share of answers to get right.
import { MpaferError } from '../../core/errors.ts';
import type { AbstentionGoal } from '../../metrics/abstention-rule.ts';

/** `0.8` and `coverage=0.8`, or `accuracy=0.9`. @throws MpaferError `usage` */
export function abstentionGoal(text: string): AbstentionGoal {
  const [, kind = 'coverage', number] = /^(?:(coverage|accuracy)=)?([\d.]+)$/.exec(text) ?? [];
  const value = Number(number);
  if (number === undefined || !(value > 0 && value <= 1)) {
    throw new MpaferError(
      'usage',
      `Cannot use --abstain ${text}; expected coverage=NUMBER or accuracy=NUMBER, above 0 and at most 1`,
      {
        hint: 'coverage=0.8 answers the most confident 80 % of faces; accuracy=0.9 answers as many as it can while 90 % are right',
      },
    );
  }
  return kind === 'accuracy' ? { accuracy: value } : { coverage: value };
}
