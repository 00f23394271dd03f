// Maps the classes of a data set to those of a model: by a given map, by name, or by known synonyms.
import { MpaferError } from '../core/errors.ts';
import { nearestName } from '../core/nearest-name.ts';
import { type Dataset, ofSplit, type Sample, type SplitChoice } from '../data/dataset.ts';
import { className } from '../data/expressions.ts';
import type { SquareView } from '../image/square.ts';

/** From a class of the data set to one of the model's, or to null to exclude it. */
export type GivenClasses = Readonly<Record<string, string | null>>;

/**
 * For each class of a data set, its index among the model's classes, or undefined.
 *
 * @param given takes precedence over names; classes that the data set does not have are ignored
 * @throws MpaferError `label` when a class is mapped to one that the model does not know
 */
export function classMap(
  from: readonly string[],
  to: readonly string[],
  given: GivenClasses = {},
): readonly (number | undefined)[] {
  const places = new Map<string, number>();
  to.forEach((name, index) => {
    for (const key of [name, folded(name)]) if (!places.has(key)) places.set(key, index);
  });
  const own = new Map(
    Object.entries(given).flatMap(
      ([key, value]) =>
        [
          [key, value],
          [folded(key), value],
        ] as const,
    ),
  );
  return from.map((name) => {
    const wanted = own.has(name) ? own.get(name) : own.get(folded(name));
    if (wanted === null) return undefined;
    const place = places.get(wanted ?? name) ?? places.get(folded(wanted ?? name));
    if (place !== undefined || wanted === undefined) return place;
    const near = nearestName(wanted, [...to]);
    throw new MpaferError('label', `Cannot map class "${name}" to "${wanted}": the model knows ${to.join(', ')}`, {
      hint: near === undefined ? 'Map a class to null to exclude it' : `Did you mean "${near}"?`,
    });
  });
}

const folded = (name: string): string => className(name).trim().toLowerCase().replaceAll(/[_-]+/g, ' ');

export interface MappedSamples {
  /** Labelled with the model's class indices. */
  readonly samples: readonly Sample[];
  /** Faces of classes that the model does not know, by class. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Number of faces excluded because the model was trained or selected on them. */
  readonly seen: number;
}

/**
 * Selects the faces of a data set that a model can be tested on.
 *
 * @param split one split, or all faces
 * @param seen ids of faces that the model was trained or selected on; they are excluded and counted
 * @returns no samples if all faces of known classes were seen
 * @throws MpaferError `data` when no face is of a class that the model knows
 */
export function mappedSamples(
  classes: readonly string[],
  dataset: Dataset,
  split: SplitChoice,
  given: GivenClasses = {},
  seen: ReadonlySet<string> = new Set(),
): MappedSamples {
  const places = classMap(dataset.classes, classes, given);
  const skipped: Record<string, number> = {};
  let known = 0;
  const samples = ofSplit(dataset, split).flatMap((sample) => {
    const label = places[sample.label];
    if (label === undefined) {
      const name = dataset.classes[sample.label]!;
      skipped[name] = (skipped[name] ?? 0) + 1;
      return [];
    }
    if (!seen.has(sample.id)) return [{ ...sample, label, read: (view?: SquareView) => sample.read(view) }];
    known += 1;
    return [];
  });
  if (samples.length === 0 && known === 0) {
    const what = split === 'all' ? 'the faces' : `the ${split} split`;
    throw new MpaferError(
      'data',
      `Cannot test on ${what} of ${dataset.name}: its classes are ${dataset.classes.join(', ')}; the model knows ${classes.join(', ')}`,
      { hint: 'Map its classes to those of the model, or choose another split' },
    );
  }
  return { samples, skipped, seen: known };
}
