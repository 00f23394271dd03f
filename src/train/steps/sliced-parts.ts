// Many ranks: each adds up one slice of all parts, then all exchange their sums. A rank receives about three times a part's size, however many
// there are; the parts are added in the same order as elsewhere, so the sums are the same to the last bit.
import { float32Data, sizeOf } from '../../core/array.ts';
import type { Team } from '../../team/team.ts';
import { ownParts } from './own-parts.ts';
import {
  addScaled,
  type BatchParts,
  type BatchSums,
  type PartOutputs,
  type PartRunner,
  sumParts,
} from './part-sums.ts';
import { gatherParts } from './whole-parts.ts';

/** What is added up, by name, in a fixed order, and its length. */
type Layout = readonly (readonly [name: string, length: number])[];

export function slicedParts(team: Team): PartRunner {
  let layout: Layout | undefined;
  return async (parts) => {
    // A rank without a part learns from the first step what there is to add.
    if (layout === undefined) {
      const found = await gatherParts(team, parts);
      layout = layoutOf(found[0]!);
      return sumParts(found, parts.share);
    }
    return inSlices(team, parts, layout);
  };
}

const layoutOf = ({ logits: _, ...summed }: PartOutputs): Layout =>
  Object.entries(summed).map(([name, { shape }]) => [name, sizeOf(shape)] as const);

async function inSlices(team: Team, { count, share, compute }: BatchParts, layout: Layout): Promise<BatchSums> {
  const { size } = team;
  const total = layout.reduce((sum, [, length]) => sum + length, 0);
  const slice = Math.ceil(total / size);
  const slots = Math.ceil(count / size);
  // One piece for each rank: its slice of each of this rank's parts.
  const pieces = Array.from({ length: size }, () => new Float32Array(slots * slice));
  const logits: Float32Array[] = [];
  for (const [slot, part] of ownParts(team, count).entries()) {
    const found = await compute(part);
    const values = joined(found, layout, size * slice);
    pieces.forEach((piece, to) => {
      piece.set(values.subarray(to * slice, (to + 1) * slice), slot * slice);
    });
    logits.push(float32Data(found.logits!));
  }
  const received = (await team.exchange(pieces.map(bytesOf))).map(floatsOf);
  const sum = new Float64Array(slice);
  for (let part = 0; part < count; part++) {
    const begin = Math.floor(part / size) * slice;
    addScaled(sum, received[part % size]!.subarray(begin, begin + slice), share(part));
  }
  // The logits of this rank's parts travel behind its sums.
  const answers = await team.gather(joinedBytes([sum, ...logits]));
  const all = new Float64Array(size * slice);
  answers.forEach((bytes, from) => {
    all.set(new Float64Array(bytes.slice(0, sum.byteLength).buffer), from * slice);
  });
  const scores = answers.map((bytes) => floatsOf(bytes.subarray(sum.byteLength)));
  return { logits: logitsOf(scores, { count, share }), sums: separated(all, layout) };
}

/** The logits of each part, in order, from those of each rank. */
function logitsOf(scores: readonly Float32Array[], { count, share }: Pick<BatchParts, 'count' | 'share'>) {
  const size = scores.length;
  const total = scores.reduce((sum, { length }) => sum + length, 0);
  const taken = new Array<number>(size).fill(0);
  return Array.from({ length: count }, (_, part) => {
    const from = part % size;
    const begin = taken[from]!;
    taken[from] = begin + Math.round(total * share(part));
    return scores[from]!.subarray(begin, taken[from]);
  });
}

/** The arrays of a part, one after the other, with zeros behind. */
function joined(found: PartOutputs, layout: Layout, length: number): Float32Array {
  const values = new Float32Array(length);
  let at = 0;
  for (const [name, own] of layout) {
    values.set(float32Data(found[name]!), at);
    at += own;
  }
  return values;
}

function separated(all: Float64Array, layout: Layout): ReadonlyMap<string, Float64Array> {
  const sums = new Map<string, Float64Array>();
  let at = 0;
  for (const [name, length] of layout) {
    sums.set(name, all.slice(at, at + length));
    at += length;
  }
  return sums;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Copied, as numbers must begin at a multiple of their size. */
const floatsOf = (bytes: Uint8Array): Float32Array => new Float32Array(bytes.slice().buffer);

function joinedBytes(arrays: readonly (Float32Array | Float64Array)[]): Uint8Array {
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const array of arrays) {
    bytes.set(bytesOf(array), at);
    at += array.byteLength;
  }
  return bytes;
}
