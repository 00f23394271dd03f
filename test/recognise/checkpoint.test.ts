import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { clipPreprocessing, type Preprocessing } from '../../src/clip/preprocessing.ts';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { float32, type NumericArray } from '../../src/core/array.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { type Random, random } from '../../src/core/random.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../src/recognise/checkpoint.ts';
import { requireSameClip } from '../../src/recognise/clip-identity.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { refuses } from '../data/refuses.ts';

const array = (source: Random, shape: readonly number[]): NumericArray<'float32'> =>
  float32(Float32Array.from({ length: shape.reduce((product, axis) => product * axis, 1) }, source.normal), shape);

interface Parts {
  readonly shared: boolean;
  readonly visual: boolean;
  readonly prototypes: boolean;
  readonly training: boolean;
  readonly best: boolean;
  readonly bestTest: boolean;
  readonly data: boolean;
}

/** A checkpoint of two classes with random numbers. */
function checkpoint(parts: Partial<Parts> = {}, seed = 1): Checkpoint {
  const { shared = false, visual = true, prototypes = true, training = true } = parts;
  const { best = true, bestTest = false, data = true } = parts;
  const source = random(seed).split('checkpoint');
  const context = shared ? [3, 4] : [2, 3, 4];
  const prompts = () => ({
    context: array(source, context),
    visual: visual ? array(source, [2, 1, 5]) : undefined,
    text: array(source, [2, 6]),
  });
  return {
    classes: ['happiness', 'naïve "wink"'],
    configuration: parseConfiguration({ sharedContext: shared, epochs: 3 }, 'the test'),
    clip: { name: 'clip', digest: 'abc' },
    scale: 100.00000762939453,
    epoch: 1,
    ...prompts(),
    prototypes: prototypes ? array(source, [2, 6]) : undefined,
    temperature: 1.25,
    abstention: data ? { threshold: 0.74, coverage: 0.31, accuracy: 0.904, faces: 3579 } : undefined,
    data: data
      ? { name: 'ck48', spec: 'ck48:?fold=1', faces: { train: 9, valid: 0, test: 3 }, fingerprint: '0123456789abcdef' }
      : undefined,
    training: training
      ? {
          fingerprint: '0123456789abcdef',
          hardPrompts: 'feed',
          epoch: 1,
          batch: 2,
          step: 7,
          momentum: { context: array(source, context), visual: visual ? array(source, [2, 1, 5]) : undefined },
          sums: { images: 9, steps: 2, correct: 3, losses: { loss: 1 / 3 }, normContext: 0.1, normVisual: 0.2 },
          records: [],
          best: best ? { ...prompts(), epoch: 1, war: 2 / 3 } : undefined,
          bestTest: bestTest ? { ...prompts(), epoch: 2, war: 0.75 } : undefined,
        }
      : undefined,
  };
}

const anyParts = fc.record({
  shared: fc.boolean(),
  visual: fc.boolean(),
  prototypes: fc.boolean(),
  training: fc.boolean(),
  best: fc.boolean(),
  bestTest: fc.boolean(),
  data: fc.boolean(),
});

suite('a checkpoint', () => {
  test('comes back as it was written, to the last bit, with any of its parts', () => {
    fc.assert(
      fc.property(anyParts, fc.nat(1000), (parts, seed) => {
        const written = checkpoint(parts, seed);
        const read = readCheckpoint(writeCheckpoint(written), 'it');
        assert.deepEqual(plain(read), plain(written));
      }),
      { numRuns: 64 },
    );
  });

  test('gives equal bytes for equal content', () => {
    assert.deepEqual(writeCheckpoint(checkpoint()), writeCheckpoint(checkpoint()));
    assert.deepEqual(
      writeCheckpoint(readCheckpoint(writeCheckpoint(checkpoint()), 'it')),
      writeCheckpoint(checkpoint()),
    );
  });

  test('is refused wherever it is cut short, and with bytes behind its end', () => {
    const bytes = writeCheckpoint(checkpoint());
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => readCheckpoint(bytes.subarray(0, length), 'it'), MpaferError, `cut to ${length}`);
    }
    assert.throws(() => readCheckpoint(Uint8Array.of(...bytes, 0), 'it'), MpaferError);
  });

  test('is refused when any single bit of its header has flipped', () => {
    const bytes = writeCheckpoint(checkpoint());
    const header = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    for (let bit = 0; bit < header * 8; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      assert.throws(() => readCheckpoint(bytes, 'it'), MpaferError, `bit ${bit}`);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
  });

  test('never fails but by name when bytes of its header are changed', () => {
    const bytes = writeCheckpoint(checkpoint());
    const header = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(header - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = bytes.slice();
        for (const [at, value] of changes) damaged[at] = value;
        try {
          readCheckpoint(damaged, 'it');
        } catch (error) {
          assert.ok(error instanceof MpaferError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

suite('a file that is no checkpoint', () => {
  const written = (change: (content: Record<string, unknown>) => void, tensors: Record<string, NumericArray> = {}) => {
    const original = checkpoint({ training: false });
    const { metadata } = parseHeader(writeCheckpoint(original), writeCheckpoint(original).length, 'it');
    const content = JSON.parse(metadata.content!);
    change(content);
    const { context, visual, text, prototypes } = original;
    const all = {
      context: context!,
      text_features: text,
      visual_prompts: visual!,
      prototypes: prototypes!,
      ...tensors,
    };
    return writeSafetensors(all, { format: metadata.format!, content: JSON.stringify(content) });
  };
  const refused = (bytes: Uint8Array, message: RegExp, code: MpaferError['code'] = 'checkpoint') =>
    refuses((async () => readCheckpoint(bytes, 'run/best.safetensors'))(), code, message);

  test('names the format it has and the one that is needed', async () => {
    const strange = writeSafetensors({ a: float32([1], [1]) }, { format: 'pt' });
    await refused(
      strange,
      /^Cannot read checkpoint "run\/best\.safetensors": its format is "pt"; expected "mpafer-checkpoint-1"$/,
    );
    await refused(writeSafetensors({ a: float32([1], [1]) }), /its format is "none"/);
  });

  test('names content that is no JSON, missing, or of the wrong kind', async () => {
    const tensors = { a: float32([1], [1]) };
    await refused(
      writeSafetensors(tensors, { format: 'mpafer-checkpoint-1', content: '{' }),
      /its content is not JSON/,
    );
    await refused(
      written((content) => delete content.scale),
      /: scale: /,
    );
    await refused(
      written((content) => Object.assign(content, { classes: [] })),
      /: classes: /,
    );
    await refused(
      written((content) => Object.assign(content, { temperature: 0 })),
      /: temperature: /,
    );
    await refused(
      written((content) =>
        Object.assign(content, { abstention: { threshold: 74, coverage: 1, accuracy: 1, faces: 9 } }),
      ),
      /: abstention\.threshold: /,
    );
    await refused(
      written((content) => Object.assign(content, { colour: 'red' })),
      /colour/,
    );
    await refused(
      written((content) => Object.assign(content, { configuration: { epoch: 3 } })),
      /Unknown setting "epoch"/,
      'configuration',
    );
  });

  test('names the tensor that does not fit, with both shapes', async () => {
    const text = array(random(1), [3, 6]);
    await refused(
      written(() => {}, { text_features: text }),
      /tensor "text_features" is float32 \[3, 6\]; expected float32 \[2, \?\]/,
    );
    const flat = array(random(1), [3, 4]);
    await refused(
      written(() => {}, { context: flat }),
      /tensor "context" is float32 \[3, 4\]; expected float32 \[2, \?, \?\]/,
    );
    const wide = array(random(1), [2, 7]);
    await refused(
      written(() => {}, { prototypes: wide }),
      /tensor "prototypes" is float32 \[2, 7\]; expected float32 \[2, 6\]/,
    );
  });
});

test('prompts are refused with any other CLIP, by the names of both', async () => {
  const model = (digest: string, preprocessing = clipPreprocessing(224)) => ({
    name: '/models/other',
    digest: async () => digest,
    preprocessing,
  });
  await requireSameClip(checkpoint(), model('abc'), 'best.safetensors');
  const error = await refuses(
    requireSameClip(checkpoint(), model('0123456789abcdef'), 'best.safetensors'),
    'checkpoint',
    /^Cannot use "best\.safetensors" with CLIP "\/models\/other" \(SHA-256 0123456789ab\.\.\.\): its prompts were trained on "clip" \(abc\.\.\.\)$/,
  );
  assert.match(error.hint!, /Give the same CLIP weights/);
});

test('prompts are refused where images are prepared differently, and the preprocessing is kept where it is unusual', async () => {
  const half = [0.5, 0.5, 0.5] as const;
  const unusual = { ...clipPreprocessing(224), filter: 'bilinear', mean: half, deviation: half } as const;
  const model = (preprocessing: Preprocessing) => ({ name: 'other', digest: async () => 'abc', preprocessing });
  await refuses(
    requireSameClip(checkpoint(), model(unusual), 'best.safetensors'),
    'checkpoint',
    /^Cannot use "best\.safetensors" with CLIP "other": images are prepared differently \(shorter side to 224, 224 in the middle, bilinear, mean 0\.5 0\.5 0\.5, deviation 0\.5 0\.5 0\.5\) than in training \(.*bicubic/,
  );
  const own = { ...checkpoint(), clip: { name: 'clip', digest: 'abc', preprocessing: unusual } };
  const kept = readCheckpoint(writeCheckpoint(own), 'own');
  assert.deepEqual(kept.clip, own.clip);
  await requireSameClip(kept, model(unusual), 'own');
  await refuses(requireSameClip(kept, model(clipPreprocessing(224)), 'own'), 'checkpoint', /prepared differently/);
});

/** Without keys that are undefined: absent and undefined are the same here. */
const plain = (value: unknown): unknown => {
  if (ArrayBuffer.isView(value) || Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, plain(inner)]),
  );
};
