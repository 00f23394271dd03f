// One line of the access log: what was asked and answered, without a picture, a file name, an address or a token.

export interface AccessRecord {
  readonly id: string;
  readonly method: string;
  /** The path as it is described, or `other`: what else somebody wrote there is not logged. */
  readonly path: string;
  readonly status: number;
  /** Code of the problem, where there was one. */
  readonly code?: string;
  readonly milliseconds: number;
  /** Bytes of the body. */
  readonly bytes?: number;
  readonly pictures?: number;
  readonly faces?: number;
}
