// A team over any transport. Each call begins with a small header from every rank, so that lengths may differ, a rank that has failed is
// seen by all, and ranks that are out of step are distinguished from slow ones.
import { MpaferError } from '../core/errors.ts';
import { receivedError, type SentError, sentError } from './sent-error.ts';
import type { Team } from './team.ts';
import type { Transport } from './transport.ts';

/** Bytes of a header; what fits behind its fields travels with it, and needs no second call. */
const headerBytes = 64;
const fieldBytes = 16;
const room = headerBytes - fieldBytes;

/** What a rank came for. */
const calls = ['gather', 'exchange', 'end', 'fail'] as const;
type Call = (typeof calls)[number];

interface Header {
  readonly call: Call;
  /** How many calls came before. */
  readonly turn: number;
  readonly length: number;
  /** The bytes themselves, where there is room. */
  readonly inline: Uint8Array;
}

/** The end of a job, and what every later call throws. */
interface Ended {
  readonly error: unknown;
}

export function teamOver(transport: Transport): Team {
  const { rank, size } = transport;
  let turn = 0;
  /** Once the job has ended, nothing is sent any more. */
  let over: Ended | undefined;

  // Views of plain bytes: a host's own kind of array may share its memory where these would be copied.
  const blocksOf = ({ buffer, byteOffset }: Uint8Array, length: number): Uint8Array[] =>
    Array.from({ length: size }, (_, each) => new Uint8Array(buffer, byteOffset + each * length, length));

  const carried = async (work: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    try {
      return await work();
    } catch (error) {
      // Whatever the others do, this rank cannot be heard any more.
      over = { error };
      throw error;
    }
  };

  const headers = async (call: Call, bytes: Uint8Array): Promise<readonly Header[]> => {
    const own = writeHeader({ call, turn: turn++, length: bytes.length, inline: bytes });
    return blocksOf(await carried(() => transport.allgather(own)), headerBytes).map(readHeader);
  };

  /** The bytes of all ranks, once their lengths are known. */
  const bodies = async (bytes: Uint8Array, known: readonly Header[]): Promise<readonly Uint8Array[]> => {
    const longest = Math.max(...known.map(({ length }) => length));
    if (longest <= room) return known.map(({ inline }) => inline);
    const block = new Uint8Array(longest);
    block.set(bytes);
    const all = blocksOf(await carried(() => transport.allgather(block)), longest);
    return all.map((each, from) => each.subarray(0, known[from]!.length));
  };

  /** Where ranks have failed, all learn of what, and the job is over. */
  const hear = async (known: readonly Header[], error?: unknown): Promise<Ended | undefined> => {
    if (!known.some(({ call }) => call === 'fail')) return undefined;
    const own = error === undefined ? new Uint8Array() : encode(sentError(error));
    const texts = await bodies(own, await headers('gather', own));
    const failed = texts.flatMap((text, from) => (text.length > 0 ? [{ from, sent: decode(text) as SentError }] : []));
    const { from, sent } = failed[0]!;
    // An error stays itself, with its stack, on the rank where it was thrown.
    over = { error: from === rank ? error : receivedError(sent, from, sameEverywhere(failed, size)) };
    transport.settled();
    return over;
  };

  const begin = async (call: Call, bytes: Uint8Array): Promise<readonly Header[]> => {
    if (over !== undefined) throw over.error;
    const known = await headers(call, bytes);
    const ended = await hear(known);
    if (ended !== undefined) throw ended.error;
    const stray = known.findIndex((header) => header.call !== call || header.turn !== known[rank]!.turn);
    if (stray !== -1) {
      const { call: found, turn: at } = known[stray]!;
      const error = new MpaferError(
        'team',
        `The ranks have lost step: rank ${rank} is at ${call} ${known[rank]!.turn}, rank ${stray} at ${found} ${at}`,
        { hint: 'Start every rank with the same command and the same version' },
      );
      over = { error };
      throw error;
    }
    return known;
  };

  return {
    rank,
    size,
    async gather(bytes) {
      return bodies(bytes, await begin('gather', bytes));
    },
    async exchange(pieces) {
      const [{ length } = { length: 0 }] = pieces;
      const even = pieces.length === size && pieces.every((piece) => piece.length === length);
      const known = await begin('exchange', new Uint8Array(new Float64Array([even ? length : -1]).buffer));
      const lengths = new Set(known.map(({ inline }) => new Float64Array(inline.slice().buffer)[0]!));
      if (lengths.has(-1) || lengths.size > 1) {
        throw new MpaferError('team', `Cannot exchange pieces: ranks have them of ${[...lengths].join(' and ')} bytes`);
      }
      const blocks = new Uint8Array(size * length);
      pieces.forEach((piece, to) => {
        blocks.set(piece, to * length);
      });
      return blocksOf(await carried(() => transport.alltoall(blocks)), length);
    },
    async end() {
      await begin('end', new Uint8Array());
      over = { error: new MpaferError('team', 'Cannot work on: the job of this team has ended') };
      transport.settled();
    },
    async fail(error) {
      if (over !== undefined) return over.error;
      try {
        return (await hear(await headers('fail', new Uint8Array()), error))!.error;
      } catch {
        // The others cannot be reached; the first error is the one to show.
        return error;
      }
    },
  };
}

/** Whether every rank failed, and of the same cause. */
const sameEverywhere = (failed: readonly { readonly sent: SentError }[], size: number): boolean =>
  failed.length === size && failed.every(({ sent }) => sent.message === failed[0]!.sent.message);

function writeHeader({ call, turn, length, inline }: Header): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, calls.indexOf(call), true);
  view.setUint32(4, turn, true);
  view.setFloat64(8, length, true);
  if (length <= room) bytes.set(inline, fieldBytes);
  return bytes;
}

function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getFloat64(8, true);
  return {
    call: calls[view.getUint32(0, true)]!,
    turn: view.getUint32(4, true),
    length,
    inline: bytes.slice(fieldBytes, fieldBytes + Math.min(length, room)),
  };
}

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
