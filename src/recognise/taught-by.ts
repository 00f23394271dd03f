// What a taught recogniser keeps of the faces that it was taught by, so that more can be added.
import * as z from 'zod';
import type { NumericArray } from '../core/array.ts';

/** What a recogniser was taught by: features of faces, no pictures and no names. */
export interface TaughtBy {
  /** t: [C, E], features of the texts that the class vectors started at, of unit length. */
  readonly anchors: NumericArray<'float32'>;
  /** x: [n, E], of unit length. */
  readonly features: NumericArray<'float32'>;
  /** n class indices. */
  readonly labels: readonly number[];
  /** Who is shown on each face, as a digest of the name; null where that is not known. */
  readonly people: readonly (string | null)[];
  /** A digest of each face's pixels. */
  readonly faces: readonly string[];
  /** How strongly class vectors are held to the texts. */
  readonly tie: number;
}

export const taughtSchema = z.strictObject({
  labels: z.array(z.int().min(0)).min(1),
  people: z.array(z.string().nullable()),
  faces: z.array(z.string()),
  tie: z.number().positive(),
});

/** What is not a tensor. */
export const taughtFacts = ({ labels, people, faces, tie }: TaughtBy) => ({
  labels: [...labels],
  people: [...people],
  faces: [...faces],
  tie,
});
