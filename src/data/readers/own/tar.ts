// The files in a tar archive (POSIX ustar, with the long names of GNU and pax).
import { MpaferError } from '../../../core/errors.ts';

export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const block = 512;

/** @throws MpaferError `data` naming `file` when it is not a tar archive, or is damaged */
export function readTar(bytes: Uint8Array, file: string): TarFile[] {
  const files: TarFile[] = [];
  const text = (from: number, length: number) =>
    new TextDecoder().decode(bytes.subarray(from, from + length)).replace(/\0.*$/s, '');
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12).trim() || '0', 8);
    const start = at + block;
    if (!headerFits(bytes, at) || !(size >= 0) || start + size > bytes.length) {
      throw new MpaferError('data', `Cannot read "${file}": it is not a tar archive, or damaged at byte ${at}`);
    }
    const kind = String.fromCharCode(bytes[at + 156]!);
    const content = bytes.subarray(start, start + size);
    if (kind === 'L') longName = new TextDecoder().decode(content).replace(/\0.*$/s, '');
    else if (kind === 'x') longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(content))?.[1];
    else {
      const prefix = text(at + 257, 5) === 'ustar' ? text(at + 345, 155) : '';
      const name = longName ?? (prefix === '' ? text(at, 100) : `${prefix}/${text(at, 100)}`);
      if (kind === '0' || kind === '\0') files.push({ name: name.replace(/^\.\//, ''), bytes: content });
      longName = undefined;
    }
    at = start + Math.ceil(size / block) * block;
  }
  if (files.length > 0) return files;
  throw new MpaferError('data', `Cannot read "${file}": it is not a tar archive, or holds no files`);
}

/** The checksum of a header is the sum of its bytes, with the checksum field itself read as blanks. */
function headerFits(bytes: Uint8Array, at: number): boolean {
  let sum = 8 * 32;
  for (let place = 0; place < block; place++) if (place < 148 || place >= 156) sum += bytes[at + place]!;
  const declared = new TextDecoder().decode(bytes.subarray(at + 148, at + 156)).replace(/[\0 ].*$/s, '');
  return Number.parseInt(declared.trim(), 8) === sum;
}
