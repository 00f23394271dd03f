// One image to read, as it is asked of any thread.
import type { SquareView, ViewedImage } from '../../../../image/square.ts';
import { squareOf } from '../../../../image/square.ts';
import { readDataFile } from '../../files/read-data-file.ts';
import { decodeImage } from '../decode-image.ts';

/** A file, or the bytes of one with what to call it in messages; and the square of the image that is wanted, or all of it. */
export type ReadRequest = ({ readonly path: string } | { readonly bytes: Uint8Array; readonly name: string }) & {
  readonly view?: SquareView | undefined;
};

/** Reads, decodes and reduces it on this thread. @throws MpaferError `data`, `image` or `host` */
export async function readHere(request: ReadRequest): Promise<ViewedImage> {
  const image =
    'path' in request
      ? await decodeImage(await readDataFile(request.path), request.path)
      : await decodeImage(request.bytes, request.name);
  return request.view === undefined ? image : squareOf(image, request.view);
}
