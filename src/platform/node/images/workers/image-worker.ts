// A thread that reads images: as many requests at once as it is sent, each answered with its number.
import { parentPort } from 'node:worker_threads';
import { type ErrorCode, MpaferError } from '../../../../core/errors.ts';
import type { ViewedImage } from '../../../../image/square.ts';
import { readDataFileSync } from '../../files/read-data-file.ts';
import { type ReadRequest, readHere } from './read-request.ts';

export interface SentRequest {
  readonly id: number;
  readonly request: ReadRequest;
}

export type ReadReply =
  | { readonly id: number; readonly image: ViewedImage }
  | {
      readonly id: number;
      readonly failure: { readonly code: ErrorCode; readonly message: string; readonly hint: string | undefined };
    }
  /** Not an expected failure: a bug, to be thrown as it is. */
  | { readonly id: number; readonly bug: unknown };

const port = parentPort!;

port.on('message', async ({ id, request }: SentRequest) => {
  try {
    const image = await readHere('path' in request ? withBytes(request) : request);
    // Memory of sharp's own cannot be handed over, only copied.
    const data = image.view === undefined ? new Uint8Array(image.data) : image.data;
    port.postMessage({ id, image: { ...image, data } } satisfies ReadReply, [data.buffer as ArrayBuffer]);
  } catch (error) {
    port.postMessage({ id, ...(error instanceof MpaferError ? { failure: described(error) } : { bug: error }) });
  }
});

const withBytes = ({ path, view }: Extract<ReadRequest, { path: string }>): ReadRequest => ({
  bytes: readDataFileSync(path),
  name: path,
  view,
});

const described = ({ code, message, hint }: MpaferError) => ({ code, message, hint });
