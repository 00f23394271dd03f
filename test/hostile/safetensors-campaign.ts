// Safetensors files with damaged headers and data, read as tensors, as checkpoints and as a CLIP's weights.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadClip } from '../../src/clip/load-clip.ts';
import { defaultConfiguration } from '../../src/configuration/configuration.ts';
import { float32 } from '../../src/core/array.ts';
import { MpaferError } from '../../src/core/errors.ts';
import type { Random } from '../../src/core/random.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/recognise/checkpoint.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { sealKey } from '../../src/safetensors/seal.ts';
import { bitsOf } from '../../src/safetensors/stored-type.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { fileOf } from '../safetensors/file-of.ts';
import { tinyModelFiles } from '../support/tiny-model.ts';
import type { Campaign } from './campaign.ts';
import { damaged, oneOf } from './damaged-bytes.ts';
import { hostileText } from './hostile-json.ts';

const golden = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../golden/safetensors/${name}`, import.meta.url)));

const checkpoint = writeCheckpoint({
  classes: ['joy', 'awe'],
  configuration: defaultConfiguration,
  clip: { name: 'clip', digest: 'ab' },
  scale: 100,
  epoch: 1,
  context: float32([1, 2, 3, 4], [2, 1, 2]),
  visual: float32([1, 2], [1, 1, 2]),
  text: float32([1, 0, 0, 1], [2, 2]),
  temperature: 1.5,
  training: {
    fingerprint: 'f',
    hardPrompts: 'h',
    epoch: 1,
    batch: 2,
    step: 3,
    momentum: { context: float32([0, 0, 0, 0], [2, 1, 2]), visual: float32([0, 0], [1, 1, 2]) },
    sums: { images: 8, steps: 1, correct: 4, losses: { classification: 1 }, normContext: 1, normVisual: 1 },
    records: [],
    best: {
      epoch: 1,
      war: 0.5,
      context: float32([1, 2, 3, 4], [2, 1, 2]),
      visual: float32([1, 2], [1, 1, 2]),
      text: float32([1, 0, 0, 1], [2, 2]),
    },
  },
});

interface Parts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly data: Uint8Array;
}

function partsOf(file: Uint8Array): Parts {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return { header: JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))), data: file.slice(8 + length) };
}

const lengths: readonly ((own: number) => bigint)[] = [
  (own) => BigInt(own - 1),
  (own) => BigInt(own + 1),
  () => 0n,
  () => 7n,
  () => 100_000_000n,
  () => 100_000_001n,
  () => 2n ** 31n,
  () => 2n ** 32n,
  () => 2n ** 53n + 1n,
  () => 2n ** 63n,
  () => 2n ** 64n - 1n,
];

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };
const types = [...Object.keys(bitsOf), 'F128', 'f32', '', '__proto__', 'toString'];
const sizes = [0, 1, 2, 3, 7, 255, 65536, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -1, 0.5, 1e300];

/** A tensor's entry with one inconsistent field. */
const entryChanges: readonly ((source: Random, entry: Entry, dataLength: number) => Entry)[] = [
  (source, entry) => ({ ...entry, dtype: oneOf(source, types) }),
  (source, entry) => ({ ...entry, shape: [...entry.shape, oneOf(source, sizes)] }),
  (source, entry) => ({
    ...entry,
    shape: entry.shape.map((length) => (source.integer(2) ? length : oneOf(source, sizes))),
  }),
  (source, entry) => ({ ...entry, shape: entry.shape.slice(source.integer(2)).toReversed() }),
  (_, entry) => ({ ...entry, shape: new Array<number>(5000).fill(1) }),
  (source, { data_offsets: [begin, end], ...rest }) => {
    const by = oneOf(source, [-8, -4, -1, 1, 4, 8, 2 ** 32, 2 ** 53]);
    return { ...rest, data_offsets: source.integer(2) ? [begin + by, end + by] : [begin, end + by] };
  },
  (_, { data_offsets: [begin, end], ...rest }) => ({ ...rest, data_offsets: [end, begin] }),
  (source, entry, dataLength) => {
    const ends = [0, dataLength, source.integer(dataLength + 8)];
    return { ...entry, data_offsets: [oneOf(source, ends), oneOf(source, ends)] };
  },
];

function withEntry(source: Random, { header, data }: Parts): Parts {
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  if (names.length === 0) return { header, data };
  const name = oneOf(source, names);
  const entry = oneOf(source, entryChanges)(source, header[name] as Entry, data.length);
  return { header: { ...header, [name]: entry }, data };
}

const encoder = new TextEncoder();

/** A complete file with changes to its entries, header text, length field, data or any bytes. */
function hostileFile(source: Random, parts: Parts): Uint8Array {
  const { header, data } = source.uniform() < 0.5 ? withEntry(source, parts) : parts;
  const text = source.uniform() < 0.5 ? JSON.stringify(header) : hostileText(source, header);
  const bytes = encoder.encode(text);
  const length = source.uniform() < 0.1 ? oneOf(source, lengths)(bytes.length) : undefined;
  const tail = source.uniform() < 0.2 ? damaged(source, data) : data;
  const file = fileOf(bytes, tail, length);
  return source.uniform() < 0.1 ? damaged(source, file) : file;
}

/** Reads every tensor; each must be within the file, and together they must cover it. */
function readAll(bytes: Uint8Array): void {
  const header = parseHeader(bytes, bytes.length, 'hostile');
  let covered = 8 + header.headerLength;
  let unsupported: unknown;
  for (const [name, { begin, end }] of header.tensors) {
    assert.ok(begin >= 8 + header.headerLength && end <= bytes.length, 'a tensor lies outside the file');
    covered += end - begin;
    try {
      const { data } = readTensor(bytes, header, name);
      assert.ok(data.byteLength === end - begin);
    } catch (error) {
      if (!(error instanceof MpaferError)) throw error;
      unsupported = error;
    }
  }
  assert.equal(covered, bytes.length);
  if (unsupported !== undefined) throw unsupported;
}

export const safetensorsCampaign: Campaign = {
  name: 'safetensors',
  what: 'header lengths, offsets, dtypes, shapes, JSON and data of tensors, checkpoints and CLIP weights',
  cases: 100_000,
  async prepare() {
    const tensors = [golden('every-type.safetensors'), golden('half.safetensors'), golden('empty.safetensors')].map(
      partsOf,
    );
    const sealed = partsOf(checkpoint);
    const { [sealKey]: _, ...unsealed } = sealed.header.__metadata__ as Readonly<Record<string, string>>;
    // Without its checksum, which would refuse every change before anything else is checked.
    const state = { ...sealed, header: { ...sealed.header, __metadata__: unsealed } };
    const content = JSON.parse(unsealed.content!);
    const model = tinyModelFiles(1);
    const weights = partsOf(model['model.safetensors']);
    return async (source) => {
      const kind = source.uniform();
      if (kind < 0.6) return readAll(hostileFile(source, oneOf(source, tensors)));
      if (kind < 0.95) {
        const metadata = { format: 'mpafer-checkpoint-1', content: hostileText(source, content) };
        const parts =
          source.uniform() < 0.5 ? { ...state, header: { ...state.header, __metadata__: metadata } } : state;
        const file = parts === state ? hostileFile(source, parts) : fileOf(JSON.stringify(parts.header), parts.data);
        readCheckpoint(file, 'hostile');
        return;
      }
      await loadClip(memoryFolder({ ...model, 'model.safetensors': hostileFile(source, weights) }));
    };
  },
};
