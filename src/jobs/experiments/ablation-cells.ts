// The cells of an ablation: what its rows cost, and which of them --only asks for.
import { MpaferError } from '../../core/errors.ts';
import { type CellInput, type CellResult, probeCell, trainCell, zeroShotCell } from '../../experiments/cells.ts';
import { type ExperimentName, experiments, type Variant } from '../../experiments/variants.ts';
import type { TrainEvent } from '../../train/train-event.ts';

/** One cell of the experiment: what it is called, and how it is done. */
export interface Cell {
  readonly name: string;
  work(): AsyncGenerator<TrainEvent, readonly CellResult[]>;
}

export interface ChosenRows {
  readonly variants: readonly Variant[];
  /** Types of hard prompt for rows of plain CLIP; a training brings plain CLIP with its own type along. */
  readonly zeroShotTypes: readonly (1 | 2 | 3)[];
  readonly linearProbe: boolean;
}

/**
 * @param only names of rows, separated by commas; all of the experiment's where absent
 * @throws MpaferError `usage` for a name that the experiment does not have
 */
export function chosenRows(experiment: ExperimentName, only: string | undefined): ChosenRows {
  const variants: readonly Variant[] = experiments[experiment];
  const known = [
    ...(experiment === 'baselines' ? ['zero-shot'] : []),
    'linear-probe',
    ...variants.map(({ name }) => name),
  ];
  const names = only?.split(',') ?? known;
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new MpaferError('usage', `Cannot find "${strange}" in ${experiment}: there are ${known.join(', ')}`);
  }
  return {
    variants: variants.filter(({ name }) => names.includes(name)),
    zeroShotTypes: names.includes('zero-shot') ? [1, 2, 3] : [],
    linearProbe: names.includes('linear-probe'),
  };
}

/** All cells of a data set, what knows no seed first. */
export const cellsOf = (
  input: CellInput,
  index: number,
  { variants, zeroShotTypes, linearProbe }: ChosenRows,
  seeds: readonly number[],
): readonly Cell[] => [
  ...zeroShotTypes.map((type) => ({
    name: `zero-shot-type-${type}-data${index}`,
    work: () => inList(zeroShotCell(input, type)),
  })),
  ...(linearProbe ? [{ name: `linear-probe-data${index}`, work: () => inList(probeCell(input)) }] : []),
  ...seeds.flatMap((seed) =>
    variants.map((variant) => ({
      name: `${variant.name}-seed${seed}-data${index}`,
      work: () => trainCell(input, variant, seed),
    })),
  ),
];

async function* inList(
  work: AsyncGenerator<TrainEvent, CellResult>,
): AsyncGenerator<TrainEvent, readonly CellResult[]> {
  return [yield* work];
}
