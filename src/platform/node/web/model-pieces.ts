// The weights of a CLIP in the pieces that a page fetches, with their list.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cutsOf, type PieceList, pieceListOf } from '../../../clip/weight-pieces.ts';
import { json } from '../../../core/json.ts';
import { parseHeader } from '../../../safetensors/header.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Each piece and the list by their names.
 *
 * @param path of a CLIP's weight file
 * @param file its name where it is served
 * @returns undefined for a file that cannot be cut: it is served whole
 * @throws MpaferError `safetensors` when the file is damaged
 */
export function modelPieces(path: string, file: string): ReadonlyMap<string, Uint8Array> | undefined {
  const bytes = readFileSync(path);
  const cuts = cutsOf(parseHeader(bytes, bytes.length, path), bytes.length);
  if (cuts === undefined) return undefined;
  const contents = cuts.map((cut) => ({ ...cut, content: bytes.subarray(cut.begin, cut.end) }));
  const list: PieceList = {
    length: bytes.length,
    sha256: sha256(bytes),
    pieces: contents.map(({ content, ...cut }) => ({ ...cut, sha256: sha256(content) })),
  };
  return new Map([
    [pieceListOf(file), new TextEncoder().encode(json(list))],
    ...contents.map(({ name, content }) => [name, content] as const),
  ]);
}
