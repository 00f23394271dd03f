// A CLIP's weights cut around its text tower: where, and what a list of pieces must say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipConfigJson } from '../../src/clip/config.ts';
import { loadClip } from '../../src/clip/load-clip.ts';
import { cutsOf, readPieceList } from '../../src/clip/weight-pieces.ts';
import { listWeights } from '../../src/clip/weights.ts';
import { float32 } from '../../src/core/array.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { weightFileOf } from '../../src/safetensors/weight-file.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { memoryFolder } from './memory-folder.ts';
import { huggingFaceTensors, openaiTensors, tinyConfig, tinyWeights } from './tiny-clip.ts';

const bytes = writeSafetensors(huggingFaceTensors(tinyWeights()));
const cutsIn = (file: Uint8Array) => cutsOf(parseHeader(file, file.length, 'it'), file.length);
const cuts = cutsIn(bytes)!;

test('the pieces follow each other, and the text tower is one of them', () => {
  assert.deepEqual(
    cuts.map(({ begin, texts }) => [begin, texts]),
    [
      [0, false],
      [cuts[0]!.end, true],
      [cuts[1]!.end, false],
    ],
  );
  assert.equal(cuts[2]!.end, bytes.length);
});

test('a file whose text tower is not in one stretch, or has other names, is not cut', () => {
  const row = float32([1], [1]);
  assert.equal(
    cutsIn(writeSafetensors({ 'text_model.final_layer_norm.bias': row, text_other: row, text_projection: row })),
    undefined,
  );
  assert.equal(cutsIn(writeSafetensors(openaiTensors(tinyWeights()))), undefined);
});

test('every weight is read from its piece, as from the whole file, and texts are left until one is read', async () => {
  const fetched: string[] = [];
  const pieces = cuts.map(({ name, begin, end }) => ({
    name,
    begin,
    end,
    source: async () => {
      fetched.push(name);
      return bytes.subarray(begin, end);
    },
  }));
  const files = { 'config.json': JSON.stringify(clipConfigJson(tinyConfig)), 'model.safetensors': bytes };
  const whole = await loadClip(memoryFolder(files));
  const cut = await loadClip({
    ...memoryFolder(files),
    weightFile: async (name) => ({ ...weightFileOf(bytes, name), pieces }),
  });
  const numbers = (clip: typeof whole, tower: string) =>
    Promise.all(
      listWeights(clip.weights)
        .filter(([path]) => path.startsWith(tower))
        .map(async ([, weight]) => (await clip.readWeight(weight)).data),
    );
  assert.deepEqual(await numbers(cut, 'image'), await numbers(whole, 'image'));
  assert.ok(!fetched.includes('model.2-texts.bin'));
  assert.deepEqual(await numbers(cut, 'text'), await numbers(whole, 'text'));
  assert.ok(fetched.includes('model.2-texts.bin'));
});

test('a list that leaves a gap, ends early or leads elsewhere is refused', () => {
  const piece = { name: 'a', begin: 0, end: 9, sha256: '00', texts: false };
  const good = { length: 9, sha256: '00', pieces: [piece] };
  assert.deepEqual(readPieceList(good, 'list'), good);
  const refuses = (json: unknown, found: RegExp) =>
    assert.throws(() => readPieceList(json, 'list'), { code: 'model', message: found });
  for (const json of [undefined, null, 3, [], {}, { ...good, pieces: {} }])
    refuses(json, /^Cannot read "list": it is not a list of the pieces of a model$/);
  refuses({ ...good, pieces: [{ ...piece, begin: 1 }] }, /piece "a" does not begin at byte 0/);
  refuses({ ...good, pieces: [piece, { ...piece, name: 'b', begin: 8, end: 12 }] }, /"b" does not begin at byte 9/);
  refuses({ ...good, pieces: [{ ...piece, end: 0 }] }, /does not begin at byte 0/);
  refuses({ ...good, length: 10 }, /its pieces have 9 bytes; expected 10/);
  for (const name of ['../a', 'http://x/', '']) refuses({ ...good, pieces: [{ ...piece, name }] }, /a piece lacks/);
  refuses({ ...good, pieces: [null] }, /a piece lacks its name/);
});
