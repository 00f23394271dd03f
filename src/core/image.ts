// A decoded picture: 8-bit RGB, rows from the top, no alpha.

/** A decoded picture in 8-bit RGB. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `height * width * 3` bytes, red green blue of each pixel, row by row. */
  readonly data: Uint8Array;
}
