// Under which name a file keeps a weight, and what has to be done to find the weight in that tensor.

export interface StoredName {
  readonly name: string;
  /** The tensor holds three weights one above the other; this one is number 0, 1 or 2. */
  readonly third?: 0 | 1 | 2;
  /** The tensor is stored [in, out] where the record says [out, in]. */
  readonly transposed?: true;
}
