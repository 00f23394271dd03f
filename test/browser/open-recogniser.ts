// What the page of openRecogniser answers.
import type { Recognition } from '../../src/recognise/expression-recogniser.ts';
export interface OpenRecogniserPage {
  progress(): Promise<readonly { name: string; loaded: number; total: number | undefined }[]>;
  /** Probabilities by kind of picture. */
  found(): Promise<Readonly<Record<string, readonly number[]>>>;
  /** What whole pictures give; landmarks as plain numbers. */
  whole(addresses: readonly string[]): Promise<readonly WholeResult[]>;
  /** Why bad pictures could not be read. */
  reasons(): Promise<Readonly<Record<string, string>>>;
  /** Of a good, a missing and a good picture. */
  statuses(): Promise<readonly string[]>;
  classesOf(run: string): Promise<readonly string[]>;
  /** Probabilities of `/face.png`, by a pack or by `zero-shot`, on the CLIP at an address. */
  probabilities(run: string, clip: string): Promise<readonly number[]>;
  /** Code and message of opening what cannot be opened. */
  failure(
    run: string,
    options?: { readonly assets?: string; readonly clip?: string; readonly provider?: never },
  ): Promise<string>;
}

export type WholeResult = Omit<Recognition, 'faces'> & {
  readonly faces: readonly (Omit<Recognition['faces'][number], 'landmarks'> & {
    readonly landmarks: readonly number[];
  })[];
};
