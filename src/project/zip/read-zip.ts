// Reads a zip by its table of contents: each file when it is wanted, none before. Names that leave the archive are refused.
import { crc32 } from '../../core/crc32.ts';
import { MpaferError } from '../../core/errors.ts';
import { type ProjectEntry, requireInside } from '../project-files.ts';
import type { ByteSource } from './byte-source.ts';
import { endOf, fileHeaderSize, signatures, type ZipEnd } from './zip-end.ts';

/** Unpacks a gzip file to at most so many bytes. Throws when it is damaged or longer. */
export type Gunzip = (packed: Uint8Array, length: number) => Promise<Uint8Array>;

/** An open archive. */
export interface Zip {
  /** Files without folders, in the order of the archive. */
  readonly entries: readonly ProjectEntry[];
  /** Throws MpaferError `data` for a file that is not there or is damaged. */
  read(path: string): Promise<Uint8Array>;
}

interface Member extends ProjectEntry {
  readonly packed: number;
  readonly deflated: boolean;
  readonly crc: number;
  readonly header: number;
}

/** A single file may unpack to no more than this. */
const longestFile = 2 ** 30;

/**
 * Opens a zip.
 *
 * @param name what to call the archive in messages
 * @param gunzip unpacks compressed files; without it they are refused by name
 * @throws MpaferError `data` for a file that is no zip, is damaged, encrypted or too large, or names a file outside of itself
 */
export async function openZip(source: ByteSource, name: string, gunzip?: Gunzip): Promise<Zip> {
  const end = await endOf(source, name);
  const members = new Map<string, Member>();
  const folded = new Set<string>();
  for (const member of membersOf(await source.read(end.begin, end.begin + end.size), end, name)) {
    const key = member.path.normalize('NFC').toLowerCase();
    if (folded.has(key)) throw refusal(name, `it holds "${member.path}" twice`);
    folded.add(key);
    members.set(member.path, member);
  }
  return {
    entries: [...members.values()].map(({ path, size }) => ({ path, size })),
    async read(path) {
      const member = members.get(path);
      if (member === undefined) throw new MpaferError('data', `Cannot read "${name}": it holds no file "${path}"`);
      return memberBytes(source, member, end, name, gunzip);
    },
  };
}

const refusal = (name: string, found: string, hint?: string): MpaferError =>
  new MpaferError('data', `Cannot read "${name}": ${found}`, hint === undefined ? {} : { hint });

/** What archivers of some systems add. */
const clutter = /^(__MACOSX\/|(.*\/)?\.DS_Store$)/;

function* membersOf(table: Uint8Array, { count }: ZipEnd, name: string): Generator<Member> {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > table.length || view.getUint32(at, true) !== signatures.entry) {
      throw refusal(name, `its table of contents is damaged at entry ${index + 1} of ${count}`);
    }
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [crc, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true));
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const path = decoded(table.subarray(at + 46, at + 46 + lengths[0]!), name);
    const isLink = ((view.getUint32(at + 38, true) >>> 16) & 0o170000) === 0o120000;
    const header = view.getUint32(at + 42, true);
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
    if (clutter.test(path)) continue;
    requireInside(path.endsWith('/') ? path.slice(0, -1) : path, name);
    if (path.endsWith('/')) continue;
    if (isLink) throw refusal(name, `"${path}" is a link; expected a file`);
    if (flags & 1) throw refusal(name, `"${path}" is encrypted`, 'Pack the project without a password');
    if (method !== 0 && method !== 8)
      throw refusal(name, `"${path}" is compressed by method ${method}; expected 0 or 8`);
    if (method === 0 && packed !== size) throw refusal(name, `"${path}" declares two sizes, ${packed} and ${size}`);
    if (size! > longestFile) throw refusal(name, `"${path}" has ${size} bytes; expected at most ${longestFile}`);
    yield { path, size: size!, packed: packed!, deflated: method === 8, crc: crc!, header };
  }
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refusal(name, 'the name of a file in it is not UTF-8');
  }
}

async function memberBytes(
  source: ByteSource,
  { path, header, packed, size, deflated, crc }: Member,
  end: ZipEnd,
  name: string,
  gunzip: Gunzip | undefined,
): Promise<Uint8Array> {
  const head = await source.read(header, Math.min(header + fileHeaderSize, end.begin));
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < fileHeaderSize || view.getUint32(0, true) !== signatures.file) {
    throw refusal(name, `"${path}" is not where its table of contents says`);
  }
  const begin = header + fileHeaderSize + view.getUint16(26, true) + view.getUint16(28, true);
  if (begin + packed > end.begin) throw refusal(name, `"${path}" is cut off`);
  const stored = await source.read(begin, begin + packed);
  const bytes = deflated ? await inflated(stored, { path, size, crc }, name, gunzip) : stored;
  if (bytes.length !== size || crc32(bytes) !== crc) throw refusal(name, `"${path}" is damaged: its checksum differs`);
  return bytes;
}

/** Deflated bytes become a gzip file by a header and a trailer, and every host unpacks those. */
async function inflated(
  packed: Uint8Array,
  { path, size, crc }: Pick<Member, 'path' | 'size' | 'crc'>,
  name: string,
  gunzip: Gunzip | undefined,
): Promise<Uint8Array> {
  if (gunzip === undefined) throw refusal(name, `"${path}" is compressed`, 'Pack the project without compression');
  const file = new Uint8Array(10 + packed.length + 8);
  file.set([0x1f, 0x8b, 8]);
  file.set(packed, 10);
  const trailer = new DataView(file.buffer, 10 + packed.length);
  trailer.setUint32(0, crc, true);
  trailer.setUint32(4, size, true);
  try {
    return await gunzip(file, size);
  } catch (cause) {
    throw new MpaferError('data', `Cannot read "${name}": "${path}" is damaged and cannot be unpacked`, { cause });
  }
}
