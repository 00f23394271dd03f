// What a recogniser in a thread is opened with.
import type { RecogniserOptions } from '../../../../recognise/recogniser-options.ts';

export interface ThreadSettings {
  /** A name or path as `openRun` takes it. */
  readonly run: string;
  readonly options: Pick<RecogniserOptions, 'clip' | 'precision' | 'threads' | 'provider' | 'faces'>;
  /** Most pixels of a picture; one with more is refused before a pixel is decoded. */
  readonly pixels: number;
}
