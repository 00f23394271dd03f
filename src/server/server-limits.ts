// What one request, and all requests together, may ask of the server.

export interface ServerLimits {
  /** Most pictures of one request. */
  readonly pictures: number;
  /** Most bytes of one picture. */
  readonly pictureBytes: number;
  /** Most bytes of a request's body. */
  readonly bodyBytes: number;
  /** Most pixels of one picture; it is refused before a pixel is decoded. */
  readonly pixels: number;
  /** Most requests that are read, wait or are recognised at a time. */
  readonly requests: number;
  /** Most bytes that the bodies of these requests may take together. */
  readonly memory: number;
  /** Most pictures that wait to be recognised. */
  readonly waiting: number;
  /** Most pictures that are recognised together. */
  readonly batch: number;
  /** Milliseconds that a picture may wait for others to be recognised with; 0 takes what waits. */
  readonly wait: number;
  /** Milliseconds until the first byte of a body, and between two of its pieces. */
  readonly pause: number;
  /** Milliseconds until a body is complete. */
  readonly upload: number;
}

const mebibyte = 2 ** 20;

export const defaultLimits: ServerLimits = {
  pictures: 32,
  pictureBytes: 16 * mebibyte,
  bodyBytes: 64 * mebibyte,
  pixels: 25_000_000,
  requests: 128,
  memory: 256 * mebibyte,
  waiting: 512,
  batch: 32,
  wait: 0,
  pause: 10_000,
  upload: 60_000,
};
