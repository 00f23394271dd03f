// The cells of an ablation: one computation for each row, seed and data set.
import { MpaferError } from '../../core/errors.ts';
import { type CellInput, type CellResult, probeCell, trainCell, zeroShotCell } from '../../experiments/cells.ts';
import { type ExperimentName, experiments, type Variant } from '../../experiments/variants.ts';
import type { Checkpoint } from '../../recognise/checkpoint.ts';
import type { TrainEvent } from '../../train/train-event.ts';

/** One cell of the experiment: its name and its computation. */
export interface Cell {
  readonly name: string;
  /** @param resume the state of the same training, cut off before */
  train(resume?: Checkpoint): AsyncGenerator<TrainEvent, readonly CellResult[]>;
}

export interface ChosenRows {
  readonly variants: readonly Variant[];
  /** Types of hard prompt with a row of plain CLIP; every training also evaluates plain CLIP with its own type. */
  readonly zeroShotTypes: readonly (1 | 2 | 3)[];
  readonly linearProbe: boolean;
}

/**
 * @param only names of rows; all rows of the experiment by default
 * @throws MpaferError `usage` for a name that the experiment does not have
 */
export function chosenRows(experiment: ExperimentName, only: readonly string[] | undefined): ChosenRows {
  const variants: readonly Variant[] = experiments[experiment];
  const known = [
    ...(experiment === 'baselines' ? ['zero-shot'] : []),
    'linear-probe',
    ...variants.map(({ name }) => name),
  ];
  const names = only ?? known;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new MpaferError('usage', `Unknown row "${unknown}" of ${experiment}; expected one of ${known.join(', ')}`);
  }
  return {
    variants: variants.filter(({ name }) => names.includes(name)),
    zeroShotTypes: names.includes('zero-shot') ? [1, 2, 3] : [],
    linearProbe: names.includes('linear-probe'),
  };
}

/** All cells of a data set, those without a seed first. */
export const cellsOf = (
  input: CellInput,
  index: number,
  { variants, zeroShotTypes, linearProbe }: ChosenRows,
  seeds: readonly number[],
): readonly Cell[] => [
  ...zeroShotTypes.map((type) => ({
    name: `zero-shot-type-${type}-data${index}`,
    train: () => asList(zeroShotCell(input, type)),
  })),
  ...(linearProbe ? [{ name: `linear-probe-data${index}`, train: () => asList(probeCell(input)) }] : []),
  ...seeds.flatMap((seed) =>
    variants.map((variant) => ({
      name: `${variant.name}-seed${seed}-data${index}`,
      train: (resume?: Checkpoint) => trainCell({ ...input, resume }, variant, seed),
    })),
  ),
];

async function* asList(
  work: AsyncGenerator<TrainEvent, CellResult>,
): AsyncGenerator<TrainEvent, readonly CellResult[]> {
  return [yield* work];
}
