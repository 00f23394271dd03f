// A training face near to another.

export interface NearFace {
  readonly id: string;
  /** Its labelled class. */
  readonly label: string;
  /** Of its features with those of the other face. */
  readonly cosine: number;
  /** A `data:image/...` URL, where it is shown. */
  readonly image?: string | undefined;
}
