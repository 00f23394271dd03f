// Agreement of two coders beyond chance: Cohen's kappa (1960), with the interval of a bootstrap over faces or groups.
import type { Random } from '../core/random.ts';
import { type Interval, scoreInterval } from './bootstrap.ts';

/** How far two coders agree. */
export interface Agreement {
  /** Faces that both labelled. */
  readonly n: number;
  /** Share of them with the same label. */
  readonly observed: number;
  /** (observed - expected) / (1 - expected): 1 is perfect, 0 is chance; NaN where both always say the same one label. */
  readonly kappa: number;
  /** 95 % of kappa; NaN with fewer than two faces or groups. */
  readonly interval: Interval;
}

/**
 * @param first what one coder said of each face
 * @param second what the other said of the same faces
 * @param groups the person or burst of each face, to draw whole groups
 */
export function agreement(
  first: readonly string[],
  second: readonly string[],
  random: Random,
  groups?: readonly string[],
): Agreement {
  const names = [...new Set([...first, ...second])];
  const [a, b] = [first, second].map((own) => own.map((label) => names.indexOf(label)));
  const over = (faces: ArrayLike<number>) => kappaOver(faces, a!, b!, names.length);
  const all = Uint32Array.from(first, (_, face) => face);
  const same = first.filter((label, face) => label === second[face]).length;
  return {
    n: first.length,
    observed: same / first.length,
    kappa: over(all),
    interval: scoreInterval({ labels: a!, groups }, over, { random }),
  };
}

function kappaOver(faces: ArrayLike<number>, a: readonly number[], b: readonly number[], names: number): number {
  const [ofFirst, ofSecond] = [new Float64Array(names), new Float64Array(names)];
  let same = 0;
  for (let index = 0; index < faces.length; index++) {
    const face = faces[index]!;
    ofFirst[a[face]!]!++;
    ofSecond[b[face]!]!++;
    if (a[face] === b[face]) same++;
  }
  const n = faces.length;
  const expected = ofFirst.reduce((sum, count, name) => sum + (count / n) * (ofSecond[name]! / n), 0);
  return (same / n - expected) / (1 - expected);
}
