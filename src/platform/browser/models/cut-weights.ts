// A weight file that is served in pieces: its header at once, images' weights on their way, texts' weights when they are needed.
import { pieceListOf, readPieceList } from '../../../clip/weight-pieces.ts';
import { MpaferError } from '../../../core/errors.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { sha256 } from '../../../core/sha256.ts';
import { parseHeader } from '../../../safetensors/header.ts';
import type { WeightFile } from '../../../safetensors/weight-file.ts';

export interface CutWeights {
  readonly file: WeightFile;
  /** Of the whole file, as the list says; each piece is compared with its own when it arrives. */
  readonly sha256: string;
}

export interface PiecesAt {
  /** The list's bytes. */
  readonly list: Uint8Array;
  readonly folder: URL;
  /** Fetches a piece by its name. */
  piece(name: string): Promise<Uint8Array>;
}

/** @throws MpaferError `model` when the list or a piece is not what it should be, `safetensors` */
export async function cutWeights(name: string, { list, folder, piece }: PiecesAt): Promise<CutWeights> {
  const listAt = new URL(pieceListOf(name), folder).href;
  const { pieces, length, sha256: digest } = readPieceList(jsonOf(list), listAt);
  const sources = pieces.map((listed) => {
    let checked: Promise<Uint8Array> | undefined;
    const fetched = async () => {
      const bytes = await piece(listed.name);
      const found = await sha256(bytes);
      if (found === listed.sha256) return bytes;
      throw new MpaferError(
        'model',
        `Cannot use "${new URL(listed.name, folder).href}": its SHA-256 is ${found.slice(0, 12)}...; expected ${listed.sha256.slice(0, 12)}...`,
        { hint: 'Copy the files again with "npx mpafer web-assets FOLDER"; where they are current, clear the cache' },
      );
    };
    const source = () => {
      checked ??= fetched();
      return checked;
    };
    // Whoever needs the weights hears of a failure.
    if (!listed.texts) source().catch(() => {});
    return { ...listed, source };
  });
  const source = async () => {
    const bytes = new Uint8Array(length);
    for (const { begin, source: own } of sources) bytes.set(await own(), begin);
    return bytes;
  };
  const header = parseHeader(await sources[0]!.source(), length, name);
  return { file: { name, source, header, pieces: sources }, sha256: digest };
}

/** Undefined for what is not JSON. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
