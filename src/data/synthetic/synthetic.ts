// `synthetic:`, a data set of drawn faces: no files, balanced classes, disjoint people per split.
import { MpaferError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import type { Dataset, Sample, Split } from '../dataset.ts';
import { expressions } from '../expressions.ts';
import { actionOf } from './action-units.ts';
import { drawFace } from './draw-face.ts';
import { personOf } from './person.ts';
import { sceneOf } from './scene.ts';

export interface SyntheticOptions {
  readonly random: Random;
  /** Number of faces, at least 32; default 400. */
  readonly count?: number;
  /** Side of a picture in pixels, 16 to 512; default 48. */
  readonly size?: number;
}

/** Splits of ten people: 70, 10 and 20 percent, interleaved so that four people already cover all three. */
const splitOfPerson: readonly Split[] = [
  'train',
  'test',
  'train',
  'valid',
  'train',
  'train',
  'test',
  'train',
  'train',
  'train',
];

/** With fewer, a split would be empty. */
export const fewestFaces = 4 * expressions.length;

/**
 * Each person shows each of the eight expressions once. Face `index` depends only on `random` and `index`, so a larger
 * `count` adds faces without changing the others.
 */
export function synthetic({ random, count = 400, size = 48 }: SyntheticOptions): Dataset {
  if (!(Number.isInteger(count) && count >= fewestFaces)) {
    throw new MpaferError('usage', `Cannot draw ${count} faces; expected a whole number of at least ${fewestFaces}`);
  }
  if (!(Number.isInteger(size) && size >= 16 && size <= 512)) {
    throw new MpaferError('usage', `Cannot draw faces of ${size} pixels; expected a whole number from 16 to 512`);
  }
  const samples = Array.from({ length: count }, (_, index): Sample => {
    const label = index % expressions.length;
    const who = Math.floor(index / expressions.length);
    return {
      id: `person-${String(who).padStart(4, '0')}/${expressions[label]!}`,
      split: splitOfPerson[who % splitOfPerson.length]!,
      label,
      group: `person-${String(who).padStart(4, '0')}`,
      read: async () => {
        const expression = expressions[label]!;
        const own = random.split('face', index);
        const person = personOf(random.split('person', who));
        return drawFace(
          person,
          actionOf(expression, own.split('action')),
          sceneOf(expression, own.split('scene')),
          size,
          own,
        );
      },
    };
  });
  return {
    name: 'synthetic',
    classes: expressions,
    samples,
    drawn: true,
    notes: ['faces drawn by code, not photographs'],
  };
}
