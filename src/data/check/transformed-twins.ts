// Mirrored, turned and cropped copies across splits: training faces that give away test faces, though no pixel is the same.
import { type Split, splits } from '../dataset.ts';
import { align, detailCorrelation } from './align.ts';
import type { CheckProgress } from './check-progress.ts';
import { signatureLength, signatureOver } from './signature.ts';
import { signatureIndex } from './signature-index.ts';
import { type Placement, upright } from './window.ts';

export type TwinKind = 'mirror' | 'turned' | 'cropped';

export interface TransformedTwin {
  /** Indices of the two pictures, the first smaller. */
  readonly first: number;
  readonly second: number;
  readonly kind: TwinKind;
  /** How far one is turned against the other. */
  readonly degrees: number;
  /** Of the two windows once aligned. */
  readonly correlation: number;
}

/** One picture, and the splits in which it occurs. */
export interface SplitPicture {
  readonly thumbnail: Uint8Array;
  readonly splits: ReadonlySet<Split>;
  /** Pictures of the same number are known to be near twins. */
  readonly known?: number | undefined;
}

/** Least correlation of the aligned windows of twins. */
export const leastTwinCorrelation = 0.96;

/** Least correlation of their fine detail. */
export const leastDetailCorrelation = 0.87;

/** Least cosine of two signatures for their pictures to be aligned. In large sets closer ones are found in plenty. */
const leastCosine = (pictures: number): number => (pictures < 20_000 ? 0.65 : 0.78);

/** Each picture is aligned with its closest ones only, so that the time does not grow with the square of the data. */
const alignedAtMost = 96;

/** From here on a copy counts as turned, in degrees. */
const turnedFrom = 2;

/** Crops: how large the window is, and by how much its centre is off along both axes. */
const crops = [
  { scale: 0.93, shift: 0.05 },
  { scale: 1.05, shift: 0.04 },
  { scale: 1.12, shift: 0.07 },
];

/** Dense enough that one of them is close to any mirror image, turn up to 10 degrees and crop down to about 88 %. */
const placements: readonly Placement[] = [false, true].flatMap((mirror) =>
  [-7, 0, 7].flatMap((degrees) => [
    { ...upright, mirror, degrees },
    ...crops.flatMap(({ scale, shift }) =>
      [-shift, shift].flatMap((x) => [-shift, shift].map((y) => ({ mirror, degrees, scale, x, y }))),
    ),
  ]),
);

/** Pictures between progress reports. */
const stride = 64;

/**
 * Pairs of pictures in different splits. Each picture outside the training split is looked up in 78 placements among the
 * signatures of all, and aligned with those that come close.
 */
export function* transformedTwins(pictures: readonly SplitPicture[]): Generator<CheckProgress, TransformedTwin[]> {
  const queries = pictures.flatMap(({ splits }, index) => (splits.has('valid') || splits.has('test') ? [index] : []));
  const twins = new Map<number, TransformedTwin>();
  if (queries.length === 0) return [];
  const thumbnails = pictures.map(({ thumbnail }) => thumbnail);
  const signature = signatureOver(thumbnails);
  const signatures = new Float32Array(pictures.length * signatureLength);
  for (const [index, thumbnail] of thumbnails.entries()) {
    signature(thumbnail, upright, signatures, index * signatureLength);
  }
  const index = signatureIndex(signatures, pictures.length);
  const query = new Float32Array(signatureLength);
  const mayBeTwins = pairing(pictures);
  const least = leastCosine(pictures.length);
  for (const [done, own] of queries.entries()) {
    if (done % stride === 0) yield { doing: 'comparing', done, of: queries.length };
    const closest = new Map<number, { readonly cosine: number; readonly placement: Placement }>();
    for (const placement of placements) {
      signature(thumbnails[own]!, placement, query, 0);
      index.search(query, least, (other, cosine) => {
        if (!mayBeTwins(own, other)) return;
        // A symmetric face resembles its mirror image: both ways are aligned.
        const key = 2 * other + (placement.mirror ? 1 : 0);
        if (cosine > (closest.get(key)?.cosine ?? 0)) closest.set(key, { cosine, placement });
      });
    }
    const nearest = [...closest].sort(([, a], [, b]) => b.cosine - a.cosine).slice(0, alignedAtMost);
    for (const [key, { placement }] of nearest) {
      const other = key >>> 1;
      const found = align(thumbnails[other]!, thumbnails[own]!, placement);
      if (found.correlation < leastTwinCorrelation) continue;
      const [first, second] = own < other ? [own, other] : [other, own];
      const pair = first * pictures.length + second;
      if (found.correlation <= (twins.get(pair)?.correlation ?? 0)) continue;
      if (detailCorrelation(thumbnails[other]!, thumbnails[own]!, found.placement) < leastDetailCorrelation) continue;
      const { correlation } = found;
      twins.set(pair, { first, second, kind: kindOf(found.placement), degrees: found.placement.degrees, correlation });
    }
  }
  return [...twins.values()].sort((a, b) => a.first - b.first || a.second - b.second);
}

/** Whether two pictures are in different splits, and not known to be near twins. Called millions of times. */
function pairing(pictures: readonly SplitPicture[]): (a: number, b: number) => boolean {
  const known = Int32Array.from(pictures, (picture) => picture.known ?? -1);
  const masks = Uint8Array.from(pictures, (picture) =>
    splits.reduce((mask, split, bit) => mask | (picture.splits.has(split) ? 1 << bit : 0), 0),
  );
  return (a, b) => {
    if (a === b || (known[a]! >= 0 && known[a] === known[b])) return false;
    const together = masks[a]! | masks[b]!;
    return (together & (together - 1)) !== 0;
  };
}

const kindOf = ({ mirror, degrees }: Placement): TwinKind =>
  mirror ? 'mirror' : Math.abs(degrees) >= turnedFrom ? 'turned' : 'cropped';
