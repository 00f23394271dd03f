// A weight file in consecutive pieces, so that a page which opens trained class vectors does not download the text tower.
import { MpaferError } from '../core/errors.ts';
import type { SafetensorsHeader } from '../safetensors/header.ts';

/** What is served beside the pieces of a weight file, under the file's name with `.pieces.json`. */
export interface PieceList {
  /** Bytes and SHA-256, in hex, of the whole file, which is the pieces one after the other. */
  readonly length: number;
  readonly sha256: string;
  readonly pieces: readonly ListedPiece[];
}

export interface ListedPiece {
  /** Name beside the list. */
  readonly name: string;
  /** Bytes in the whole file. */
  readonly begin: number;
  readonly end: number;
  readonly sha256: string;
  /** Whether only texts need it. */
  readonly texts: boolean;
}

export const pieceListOf = (file: string): string => `${file}.pieces.json`;

/** A piece before it is written. */
export type Cut = Pick<ListedPiece, 'name' | 'begin' | 'end' | 'texts'>;

/**
 * Where to cut a CLIP's file: the text tower, and what is before and after it.
 *
 * @param length bytes of the whole file
 * @returns undefined where the text tower is not in one stretch
 */
export function cutsOf({ tensors, headerLength }: SafetensorsHeader, length: number): readonly Cut[] | undefined {
  const isText = (name: string): boolean => /^text_(model\.|projection)/.test(name);
  const texts = [...tensors].filter(([name]) => isText(name)).map(([, entry]) => entry);
  const begin = Math.min(...texts.map((entry) => entry.begin));
  const end = Math.max(...texts.map((entry) => entry.end));
  const others = [...tensors].filter(([name]) => !isText(name)).map(([, entry]) => entry);
  const between = others.some((entry) => entry.begin < end && entry.end > begin);
  if (!tensors.has('text_model.final_layer_norm.bias') || between || begin < 8 + headerLength) return undefined;
  return [
    { name: 'model.1-start.bin', begin: 0, end: begin, texts: false },
    { name: 'model.2-texts.bin', begin, end, texts: true },
    { name: 'model.3-images.bin', begin: end, end: length, texts: false },
  ].filter((cut) => cut.end > cut.begin);
}

/**
 * A parsed list, checked: its pieces follow each other from the file's first byte to its last.
 *
 * @param name what to call the list in messages
 * @throws MpaferError `model`
 */
export function readPieceList(json: unknown, name: string): PieceList {
  const refuse = (found: string): never => {
    throw new MpaferError('model', `Cannot read "${name}": ${found}`, {
      hint: 'Copy the files again with "npx mpafer web-assets FOLDER"',
    });
  };
  const { length, sha256, pieces } = Object(json) as Partial<PieceList>;
  if (typeof length !== 'number' || typeof sha256 !== 'string' || !Array.isArray(pieces))
    return refuse('it is not a list of the pieces of a model');
  let end = 0;
  for (const piece of pieces as readonly Partial<ListedPiece>[]) {
    const { name: own, sha256: digest, texts } = Object(piece) as Partial<ListedPiece>;
    if (typeof own !== 'string' || !/^[\w.-]+$/.test(own) || typeof digest !== 'string' || typeof texts !== 'boolean')
      refuse('a piece lacks its name, its SHA-256 or whether only texts need it');
    if (piece.begin !== end || !(Number(piece.end) > end)) refuse(`piece "${own}" does not begin at byte ${end}`);
    end = Number(piece.end);
  }
  if (end !== length) refuse(`its pieces have ${end} bytes; expected ${length}`);
  return { length, sha256, pieces };
}
