// What the page of openRecogniser answers.
export interface OpenRecogniserPage {
  progress(): Promise<readonly { name: string; loaded: number; total: number | undefined }[]>;
  /** Probabilities by kind of picture. */
  found(): Promise<Readonly<Record<string, readonly number[]>>>;
  /** Why bad pictures could not be read. */
  reasons(): Promise<Readonly<Record<string, string>>>;
  /** Of a good, a missing and a good picture. */
  statuses(): Promise<readonly string[]>;
  classesOf(run: string): Promise<readonly string[]>;
  /** Code and message of opening what cannot be opened. */
  failure(run: string, options?: { readonly assets?: string; readonly provider?: never }): Promise<string>;
}
