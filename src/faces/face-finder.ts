// Finding faces in a picture: what is asked, and what is given.
import type { RgbImage } from '../core/image.ts';
import type { Face } from './face.ts';

export interface FindOptions {
  /** Side of the smallest box to report, in pixels of the picture. */
  readonly minFace?: number | undefined;
  /** Only the best faces are reported (default: all). */
  readonly maxFaces?: number | undefined;
  /** Whether faces are searched in four quarter turns even when an upright one was found; without, only when none was. */
  readonly anyRotation?: boolean | undefined;
  /** The longest side at which the picture is searched, in pixels; more finds smaller faces in large pictures and takes memory. */
  readonly firstLevel?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds faces. */
export interface FaceFinder {
  /** The faces, the most certain first. */
  find(image: RgbImage, options?: FindOptions): Promise<readonly Face[]>;
  /** Releases the models; calling it again does nothing. */
  release(): Promise<void>;
}
