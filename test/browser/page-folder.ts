// What the page of the folder's test answers.
export interface PageFolderPage {
  /** 1 + 1 by an engine that finds its files itself or by options; a failure's code, message and hint in parentheses. */
  addOnes(options?: {
    readonly assets?: string;
    readonly workerUrl?: string;
    readonly provider?: 'webgpu';
  }): Promise<string>;
  /** The same in a worker whose script is a blob, as bundlers make them. */
  addOnesInBlob(): Promise<string>;
}
