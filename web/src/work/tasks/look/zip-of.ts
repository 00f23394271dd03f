// Files as a zip: its pieces are handed to the browser one by one, which keeps large ones on the disk.
import { studio } from 'mpafer';

export async function zipOf(files: readonly { readonly path: string; readonly blob: Blob }[]): Promise<Blob> {
  const inputs = files.map(({ path, blob }) => ({
    path: path.replaceAll('\\', '/').replace(/^\/+/, ''),
    read: async () => new Uint8Array(await blob.arrayBuffer()),
  }));
  const pieces: Blob[] = [];
  for await (const piece of studio.zipPieces(inputs, 'annotated.zip'))
    pieces.push(new Blob([piece as Uint8Array<ArrayBuffer>]));
  return new Blob(pieces, { type: 'application/zip' });
}
