// What the test of exported files and its page agree on.

/** Outputs of a file by name. */
export type PageOutputs = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
>;

export interface ExportedPage {
  /** Runs the file at an address on pixels of that shape. */
  run(file: string, pixels: readonly number[], shape: readonly number[]): Promise<PageOutputs>;
}
