// Deletion and insertion: the margin while patches are taken away, or brought back, in the order of a map.
import { argmax } from '../../core/argmax.ts';
import type { Random } from '../../core/random.ts';
import { type Explainer, marginOf, type Question } from '../explainer.ts';
import { type Maps, orderOf } from './controls.ts';
import { type Removal, withoutPatches } from './removal.ts';

/** A face while patches are removed: at each step, the margin and whether the answer is still the same. */
export interface Path {
  readonly margin: readonly number[];
  /** 1 or 0, or the share of several orders. */
  readonly kept: readonly number[];
}

/** The paths of one face under one removal. */
export interface FaceCurves {
  /** The margin of the whole face, and of none of it. */
  readonly full: number;
  readonly empty: number;
  /** By the name of each map of this face; the most important patches are deleted first, and inserted first. */
  readonly paths: Readonly<Record<string, { readonly deletion: Path; readonly insertion: Path }>>;
}

export interface CurveInput {
  readonly explainer: Explainer;
  /** [n, 3, S, S] */
  readonly pixels: Float32Array;
  readonly questions: readonly Question[];
  /** Maps of the faces, by name; of the first few only where there are fewer. */
  readonly maps: Readonly<Record<string, Maps>>;
  readonly removal: Removal;
  /** Numbers of patches removed, without none and all. */
  readonly counts: readonly number[];
  readonly random: Random;
}

/** Evenly spaced numbers of patches, without none and all. */
export const removalCounts = (patches: number, steps: number): readonly number[] =>
  [...new Set(Array.from({ length: steps - 1 }, (_, at) => Math.round(((at + 1) * patches) / steps)))].filter(
    (count) => count > 0 && count < patches,
  );

interface State {
  readonly face: number;
  readonly keep: Float32Array;
}

/** States in one go: more would hold many pictures. */
const together = 32;

export async function* faceCurves(input: CurveInput): AsyncGenerator<number, readonly FaceCurves[]> {
  const { explainer, questions, maps, counts } = input;
  const patches = explainer.rows * explainer.columns;
  const names = Object.keys(maps);
  const states: State[] = [];
  const place = new Map<string, number>();
  const put = (face: number, kept: readonly number[]) => {
    const keep = new Float32Array(patches);
    for (const at of kept) keep[at] = 1;
    // Different maps pass through the same states, such as the empty face.
    const key = `${face} ${keep.join('')}`;
    const known = place.get(key) ?? states.push({ face, keep }) - 1;
    place.set(key, known);
    return known;
  };
  const all = Array.from({ length: patches }, (_, at) => at);
  const plan = questions.map((_, face) => ({
    full: put(face, all),
    empty: put(face, []),
    paths: names.flatMap((name) => {
      const map = maps[name]![face];
      if (map === undefined) return [];
      const order = orderOf(map);
      const deletion = counts.map((count) => put(face, order.slice(count)));
      const insertion = counts.map((count) => put(face, order.slice(0, count)));
      return [{ name, deletion, insertion }];
    }),
  }));
  const found = yield* answers(input, states);
  const pathOf = (own: readonly number[]): Path => ({
    margin: own.map((at) => found[at]!.margin),
    kept: own.map((at) => found[at]!.kept),
  });
  return plan.map(
    ({ full, empty, paths }): FaceCurves => ({
      full: found[full]!.margin,
      empty: found[empty]!.margin,
      paths: Object.fromEntries(
        paths.map(({ name, deletion, insertion }) => [
          name,
          { deletion: pathOf(deletion), insertion: pathOf(insertion) },
        ]),
      ),
    }),
  );
}

interface Answer {
  readonly margin: number;
  readonly kept: number;
}

/** Yields how many states are done. */
async function* answers(
  { explainer, pixels, questions, removal, random }: CurveInput,
  states: readonly State[],
): AsyncGenerator<number, readonly Answer[]> {
  const length = pixels.length / questions.length;
  const found: Answer[] = [];
  for (let begin = 0; begin < states.length; begin += together) {
    const some = states.slice(begin, begin + together);
    const batch = new Float32Array(some.length * length);
    const keep = new Float32Array(some.length * some[0]!.keep.length);
    some.forEach(({ face, keep: kept }, row) => {
      const own = pixels.subarray(face * length, (face + 1) * length);
      const changed = withoutPatches(removal, own, kept, random.split('noise', face, begin + row));
      batch.set(changed.pixels, row * length);
      keep.set(changed.keep, row * kept.length);
    });
    // With all tokens there it is the model as it is, which is quicker.
    const similarities =
      removal === 'tokens'
        ? await explainer.without(batch, keep)
        : (await explainer.scores(batch)).map(({ similarity }) => similarity);
    similarities.forEach((similarity, row) => {
      const question = questions[some[row]!.face]!;
      found.push({ margin: marginOf(similarity, question), kept: Number(argmax(similarity) === question.target) });
    });
    yield found.length;
  }
  return found;
}
