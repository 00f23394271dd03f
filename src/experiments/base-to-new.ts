// The protocol of base-to-new generalisation (CoCoOp, arXiv 2203.05557): half the classes are trained, the others are only described.
import { MpaferError } from '../core/errors.ts';
import { type Dataset, ofSplit } from '../data/dataset.ts';

/** Both halves of a data set's classes, in its order. */
export interface ClassHalves {
  readonly base: readonly string[];
  readonly new: readonly string[];
}

/**
 * The first half of the classes, in the order of the data set, trains; of an odd number, the class in the middle does too. Nothing is drawn.
 *
 * @throws MpaferError `data` with fewer than four classes: one class alone is always recognised
 */
export function classHalves({ name, classes }: Pick<Dataset, 'name' | 'classes'>): ClassHalves {
  if (classes.length < 4) {
    throw new MpaferError(
      'data',
      `Cannot split the classes of ${name} in two: it has ${classes.length} (${classes.join(', ')}); expected four or more`,
    );
  }
  const half = Math.ceil(classes.length / 2);
  return { base: classes.slice(0, half), new: classes.slice(half) };
}

/** The training faces of the base classes, as a data set of these classes: test faces are kept from whoever trains on it. */
export function baseTraining(dataset: Dataset, { base }: ClassHalves): Dataset {
  const { protocol: _, ...rest } = dataset;
  return {
    ...rest,
    classes: base,
    samples: ofSplit(dataset, 'train').flatMap((sample) => {
      if (sample.label >= base.length) return [];
      const { votes, check } = sample;
      return [
        {
          ...sample,
          read: (view) => sample.read(view),
          ...(check && { check: () => sample.check!() }),
          ...(votes && { votes: votes.slice(0, base.length) }),
        },
      ];
    }),
  };
}

export interface BaseToNewScores {
  /** Faces of base classes, and the share of them that is right when only base classes are asked for. */
  readonly baseFaces: number;
  readonly base: number;
  /** The same of new classes. */
  readonly newFaces: number;
  readonly new: number;
  /** Of `base` and `new`; 0 where either is. */
  readonly harmonic: number;
  /** The share of all faces that is right when all classes are asked for. */
  readonly all: number;
}

/**
 * Accuracies from scores of all classes.
 *
 * @param scores [n, C], to be compared within a row; base classes come first
 * @throws MpaferError `data` when a half has no face
 */
export function baseToNewScores(
  scores: ArrayLike<number>,
  labels: readonly number[],
  { base, new: others }: ClassHalves,
): BaseToNewScores {
  const classes = base.length + others.length;
  const isRight = (label: number, face: number, begin: number, end: number) => {
    const own = scores[face * classes + label]!;
    for (let c = begin; c < end; c++) {
      // The first of equal scores counts, as elsewhere.
      const other = scores[face * classes + c]!;
      if (other > own || (other === own && c < label)) return false;
    }
    return true;
  };
  const share = (begin: number, end: number) => {
    const faces = labels.flatMap((label, face) => (label >= begin && label < end ? [face] : []));
    const right = faces.filter((face) => isRight(labels[face]!, face, begin, end)).length;
    return { faces: faces.length, share: right / faces.length };
  };
  const [baseShare, newShare] = [share(0, base.length), share(base.length, classes)];
  for (const [what, { faces }, names] of [
    ['base', baseShare, base],
    ['new', newShare, others],
  ] as const) {
    if (faces > 0) continue;
    throw new MpaferError('data', `Cannot score the ${what} classes (${names.join(', ')}): no test face shows one`);
  }
  return {
    baseFaces: baseShare.faces,
    base: baseShare.share,
    newFaces: newShare.faces,
    new: newShare.share,
    harmonic: harmonicMean(baseShare.share, newShare.share),
    all: share(0, classes).share,
  };
}

/** 2 a b / (a + b), and 0 where both are 0. */
export const harmonicMean = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b));
