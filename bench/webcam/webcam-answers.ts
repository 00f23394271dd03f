// What the page of the comparison answers.

export interface Measured {
  /** Frames a second. */
  readonly rate: number;
  /** Share of the frames in which a face was found. */
  readonly withFace: number;
}

export interface WebcamPage {
  readonly names: readonly string[];
  /** @param warmUp seconds that do not count */
  measure(name: string, warmUp: number, seconds: number): Promise<Measured>;
}
