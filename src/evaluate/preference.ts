// Which of two recognisers to use: the better one where the same faces show a difference, else the smaller one.
import type { ModelComparison } from '../metrics/model-comparison.ts';

export interface Preference {
  /** Undefined where neither is better nor smaller. */
  readonly prefer: 'first' | 'second' | undefined;
  /** `accuracy`: one is right more often, by McNemar's test and by the interval; `size`: no difference is shown. */
  readonly because: 'accuracy' | 'size';
}

/**
 * A difference is shown where McNemar's exact test has p below 0.05 and the 95 % interval of the difference in WAR excludes 0: the
 * interval knows of people, the test counts faces.
 *
 * @param sizes of the first and of the second, in any unit
 */
export function preference(
  { mcnemar, war }: Pick<ModelComparison, 'mcnemar' | 'war'>,
  sizes: readonly [number, number],
): Preference {
  const [low, high] = war.interval;
  if (mcnemar.p < 0.05 && (low > 0 || high < 0)) {
    return { prefer: war.difference > 0 ? 'second' : 'first', because: 'accuracy' };
  }
  const [first, second] = sizes;
  return { prefer: first === second ? undefined : first < second ? 'first' : 'second', because: 'size' };
}
