// What the page of the test of videos does when it is asked.

export interface FoundFrame {
  readonly index: number;
  readonly timestamp: number;
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the pixels. */
  readonly digest: string;
}

export interface VideosPage {
  /** Frames of a served file, opened by its address or as a Blob. */
  frames(file: string, how: 'address' | 'Blob', selection?: object): Promise<readonly FoundFrame[]>;
  /** The code and message of a failure, and how many frames came before it. */
  failure(file: string): Promise<{ readonly message: string; readonly frames: number }>;
  /** Times and mean brightness of frames while an element plays. */
  element(file: string): Promise<readonly { readonly timestamp: number; readonly brightness: number }[]>;
  /** The first frames of a camera; whether its track goes on afterwards. */
  camera(
    frames: number,
  ): Promise<{ readonly times: readonly number[]; readonly width: number; readonly isLive: boolean }>;
  /** Messages of what is no video. */
  refusals(): Promise<Readonly<Record<string, string>>>;
  /** How many frames came before a signal stopped it, and the code. */
  aborted(file: string): Promise<string>;
}
