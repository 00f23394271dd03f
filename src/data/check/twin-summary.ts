// What transformed twins mean for the splits: how many test images have one in training, and which.
import { type Sample, type Split, splits } from '../dataset.ts';
import type { TransformedTwin, TwinKind } from './transformed-twins.ts';

export interface TwinSummary {
  /** Pairs of pictures in different splits; exact copies count as one picture. */
  readonly pairs: number;
  /** Pairs of each kind; what is mirrored may be turned and cropped as well, and what is turned may be cropped. */
  readonly kinds: Readonly<Record<TwinKind, number>>;
  /** Images of each split that have such a twin in the training split; of `train` those with one in another split. */
  readonly leaks: Readonly<Record<Split, number>>;
  /** Pairs whose images have different labels. */
  readonly differentLabels: number;
  /** The first pairs, those with a training image in front. */
  readonly examples: readonly {
    readonly first: string;
    readonly second: string;
    readonly kind: TwinKind;
    readonly degrees: number;
    readonly correlation: number;
  }[];
}

/**
 * @param pictures the samples of each picture, exact copies together
 * @param examples how many pairs to name
 */
export function summariseTwins(
  twins: readonly TransformedTwin[],
  pictures: readonly (readonly Sample[])[],
  examples: number,
): TwinSummary {
  const kinds = { mirror: 0, turned: 0, cropped: 0 };
  const leaked = new Set<Sample>();
  const named: { readonly twin: TransformedTwin; readonly pair: readonly [Sample, Sample]; readonly leaks: boolean }[] =
    [];
  let differentLabels = 0;
  for (const twin of twins) {
    kinds[twin.kind] += 1;
    const [first, second] = [pictures[twin.first]!, pictures[twin.second]!];
    const pairs = first.flatMap((a) => second.filter((b) => a.split !== b.split).map((b) => [a, b] as const));
    const withTrain = pairs.filter((pair) => pair.some(({ split }) => split === 'train'));
    for (const pair of withTrain) for (const sample of pair) leaked.add(sample);
    if (pairs.some(([a, b]) => a.label !== b.label)) differentLabels += 1;
    named.push({ twin, pair: withTrain[0] ?? pairs[0]!, leaks: withTrain.length > 0 });
  }
  const count = (split: Split) => [...leaked].filter((sample) => sample.split === split).length;
  return {
    pairs: twins.length,
    kinds,
    leaks: Object.fromEntries(splits.map((split) => [split, count(split)])) as Record<Split, number>,
    differentLabels,
    examples: [...named.filter(({ leaks }) => leaks), ...named.filter(({ leaks }) => !leaks)]
      .slice(0, examples)
      .map(({ twin: { kind, degrees, correlation }, pair: [first, second] }) => ({
        first: first.id,
        second: second.id,
        kind,
        degrees: rounded(degrees, 1),
        correlation: rounded(correlation, 3),
      })),
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
