// How many images of each class the data sets hold, as published: what a copy is held against.
import type { Split } from './dataset.ts';
import type { Expression } from './expressions.ts';

/** Images of each class of a split, or of `all` where a set has no split of its own. */
export type PublishedParts = Readonly<Partial<Record<Split | 'all', Readonly<Partial<Record<Expression, number>>>>>>;

export interface PublishedCounts {
  /** What `Dataset.protocol` says. */
  readonly protocol: string;
  /** Where the numbers are from. */
  readonly source: string;
  readonly parts: PublishedParts;
}

type Named = Readonly<Partial<Record<Expression, number>>>;

const inOrder = (names: readonly Expression[], counts: readonly number[]): Named =>
  Object.fromEntries(names.map((name, index) => [name, counts[index]!]));

const seven: readonly Expression[] = ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger'];
const eight: readonly Expression[] = [...seven, 'contempt'];
const rafOrder: readonly Expression[] = ['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral'];
const ferOrder: readonly Expression[] = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'neutral'];
const jaffeOrder: readonly Expression[] = ['anger', 'disgust', 'fear', 'happiness', 'neutral', 'sadness', 'surprise'];

const ferplusVotes = 'counted from the votes of the release, fer2013new.csv';
const affectnetSource = 'training counts as the literature tabulates them; validation 500 a class';

export const publishedCounts: readonly PublishedCounts[] = [
  {
    protocol: 'RAF-DB basic',
    source: 'counted from the official list_patition_label.txt',
    parts: {
      train: inOrder(rafOrder, [1290, 281, 717, 4772, 1982, 705, 2524]),
      test: inOrder(rafOrder, [329, 74, 160, 1185, 478, 162, 680]),
    },
  },
  {
    protocol: 'AffectNet-7',
    source: affectnetSource,
    parts: {
      train: inOrder(seven, [74874, 134415, 25459, 14090, 6378, 3803, 24882]),
      test: inOrder(seven, new Array<number>(7).fill(500)),
    },
  },
  {
    protocol: 'AffectNet-8',
    source: affectnetSource,
    parts: {
      train: inOrder(eight, [74874, 134415, 25459, 14090, 6378, 3803, 24882, 3750]),
      test: inOrder(eight, new Array<number>(8).fill(500)),
    },
  },
  {
    protocol: 'FERPlus majority',
    source: ferplusVotes,
    parts: {
      train: inOrder(eight, [8740, 7287, 3014, 3149, 532, 119, 2100, 119]),
      valid: inOrder(eight, [1182, 865, 351, 415, 62, 24, 287, 13]),
      test: inOrder(eight, [1090, 893, 384, 396, 83, 18, 273, 16]),
    },
  },
  {
    protocol: 'FERPlus argmax',
    source: ferplusVotes,
    parts: {
      train: inOrder(eight, [10309, 7528, 3515, 3562, 652, 191, 2467, 165]),
      valid: inOrder(eight, [1335, 899, 412, 456, 74, 34, 319, 24]),
      test: inOrder(eight, [1262, 928, 444, 444, 93, 23, 325, 27]),
    },
  },
  {
    protocol: 'FERPlus argmax8',
    source: ferplusVotes,
    parts: {
      train: inOrder(eight, [10388, 7539, 3549, 3588, 656, 194, 2478, 167]),
      valid: inOrder(eight, [1347, 899, 418, 459, 75, 36, 320, 25]),
      test: inOrder(eight, [1278, 929, 448, 446, 94, 23, 326, 29]),
    },
  },
  {
    protocol: 'FER2013',
    source: 'counted from fer2013.csv, as the literature tabulates it',
    parts: {
      train: inOrder(ferOrder, [3995, 436, 4097, 7215, 4830, 3171, 4965]),
      valid: inOrder(ferOrder, [467, 56, 496, 895, 653, 415, 607]),
      test: inOrder(ferOrder, [491, 55, 528, 879, 594, 416, 626]),
    },
  },
  {
    protocol: 'CK+48',
    source: 'counted from the copies in circulation',
    parts: {
      all: { happiness: 207, sadness: 84, surprise: 249, fear: 75, disgust: 177, anger: 135, contempt: 54 },
    },
  },
  {
    protocol: 'JAFFE',
    source: "counted from the set's 213 file names",
    parts: { all: inOrder(jaffeOrder, [30, 29, 32, 31, 30, 31, 30]) },
  },
  {
    protocol: 'SFEW 2.0 aligned faces',
    source: 'faces of the aligned release, as code built on it counts them',
    parts: {
      train: inOrder(jaffeOrder, [178, 52, 78, 184, 144, 161, 94]),
      test: inOrder(jaffeOrder, [77, 23, 46, 72, 84, 73, 56]),
    },
  },
  {
    protocol: 'SFEW 2.0',
    source: 'images of the release, as the literature tabulates them',
    parts: {
      train: inOrder(jaffeOrder, [178, 66, 98, 198, 150, 172, 96]),
      test: inOrder(jaffeOrder, [77, 23, 47, 73, 86, 73, 57]),
    },
  },
  {
    protocol: 'ExpW',
    source: 'counted from label.lst, 91,793 faces',
    parts: { all: inOrder(ferOrder, [3671, 3995, 1088, 30537, 10559, 7060, 34883]) },
  },
];

export const publishedFor = (protocol: string | undefined): PublishedCounts | undefined =>
  publishedCounts.find((known) => known.protocol === protocol);
