// The few-shot protocol: the same seeded draw of a few faces a class for everybody, nested, from as many people as possible.
import { MpaferError } from '../core/errors.ts';
import { plural } from '../core/plural.ts';
import { random } from '../core/random.ts';
import { byCodeUnit } from './by-code-unit.ts';
import { type Dataset, ofSplit, type Sample } from './dataset.ts';
import type { SpecOptions } from './spec-options.ts';

/** Which faces of a data set a few shots are drawn from. */
export interface ShotRules {
  /** Training faces a class. */
  readonly shots: number;
  /** Decides the draw, and nothing else does: not the seed of the splits, not the order of files. */
  readonly shotsSeed: number;
  /** At most this many validation faces a class, and never more than shots; 0 is none. CoOp's rule is 4. */
  readonly shotsValid: number;
}

/** Validation faces a class by CoOp's rule, min(shots, 4) (arXiv 2109.01134, appendix). */
export const mostValidationShots = 4;

/**
 * Reads `shots=`, `shotsSeed=` and `shotsValid=` of a SPEC; undefined where no shots are asked for.
 *
 * @throws MpaferError `usage` for a value out of range, or for a seed or validation without shots
 */
export function shotRules(options: SpecOptions): ShotRules | undefined {
  const given = options.text('shots');
  const shots = options.integer('shots', 1, 1_000_000, 1);
  const shotsSeed = options.integer('shotsSeed', 0, Number.MAX_SAFE_INTEGER, 1);
  const shotsValid = options.integer('shotsValid', 0, mostValidationShots, mostValidationShots);
  if (given !== undefined) return { shots, shotsSeed, shotsValid };
  for (const name of ['shotsSeed', 'shotsValid']) {
    if (options.text(name) === undefined) continue;
    throw new MpaferError(
      'usage',
      `Cannot apply ${name}=${options.text(name)} without shots; expected shots=N beside it`,
      {
        hint: `Add shots=16, or remove ${name}`,
      },
    );
  }
  return undefined;
}

/**
 * The data set with a few training faces a class, and as few for validation; test faces stay as they are. Of each class,
 * one face of every person comes before the second of anyone. Fewer shots of the same seed are among more.
 *
 * @throws MpaferError `data` when there are no training faces to draw from
 * @example
 * ```ts
 * import { countsPerClass, drawShots, nodeDataHost, openDataset } from 'mpafer';
 * const all = await openDataset('synthetic:?count=160', nodeDataHost);
 * const few = drawShots(all, { shots: 2, shotsSeed: 1, shotsValid: 0 });
 * console.log(countsPerClass(few, 'train').join(), countsPerClass(few, 'valid').join()); // 2,2,2,2,2,2,2,2 0,0,0,0,0,0,0,0
 * ```
 */
export function drawShots(dataset: Dataset, { shots, shotsSeed, shotsValid }: ShotRules): Dataset {
  const train = ofSplit(dataset, 'train');
  if (train.length === 0) {
    throw new MpaferError(
      'data',
      `Cannot draw ${plural(shots, 'shot')} a class of ${dataset.name}: it has no training faces`,
    );
  }
  const valid = ofSplit(dataset, 'valid');
  const drawn = (samples: readonly Sample[], split: 'train' | 'valid', each: number) =>
    dataset.classes.flatMap((name, label) => {
      const own = samples.filter((sample) => sample.label === label);
      return drawingOrder(own, `${split} ${name}`, shotsSeed).slice(0, each);
    });
  const fit = drawn(train, 'train', shots);
  const choose = drawn(valid, 'valid', Math.min(shots, shotsValid));
  const kept = new Set([...fit, ...choose]);
  const fewer = dataset.classes.flatMap((name, label) => {
    const count = fit.filter((sample) => sample.label === label).length;
    return count < shots ? [`${name} ${count}`] : [];
  });
  const people = new Set(fit.map(({ group }) => group));
  const from = people.has(undefined) ? '' : ` of ${plural(people.size, 'person', 'people')}`;
  const note = `shots=${shots}: drew ${fit.length} of ${plural(train.length, 'training face')}${from} and ${choose.length} of ${plural(valid.length, 'validation face')}, shotsSeed=${shotsSeed}`;
  // What is published counts all faces.
  const { protocol: _, ...rest } = dataset;
  return {
    ...rest,
    samples: dataset.samples.filter((sample) => sample.split === 'test' || kept.has(sample)),
    notes: [
      ...dataset.notes,
      note,
      ...(fewer.length === 0 ? [] : [`shots=${shots}: these classes have fewer training faces: ${fewer.join(', ')}`]),
    ],
  };
}

/** Faces of one class in the order in which they are drawn: by names and seed alone, the first of each person first. */
function drawingOrder(samples: readonly Sample[], purpose: string, seed: number): readonly Sample[] {
  const named = [...samples].sort((a, b) => byCodeUnit(a.id, b.id));
  const order = random(seed).split('shots', purpose).permutation(named.length);
  const seen = new Map<string, number>();
  return Array.from(order, (at) => {
    const sample = named[at]!;
    const turn = sample.group === undefined ? 0 : (seen.get(sample.group) ?? 0);
    if (sample.group !== undefined) seen.set(sample.group, turn + 1);
    return { sample, turn };
  })
    .sort((a, b) => a.turn - b.turn)
    .map(({ sample }) => sample);
}
