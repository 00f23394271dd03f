// Tone mapping: black stays black, brighter stays brighter, and white paper is bright.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPerceptualQuantiser } from '../../src/image/tone-map.ts';

const shown = [
  ...fromPerceptualQuantiser({
    width: 256,
    height: 1,
    data: Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3)),
  }).data,
].filter((_, at) => at % 3 === 0);

test('codes from 0 to 255 rise from black to white', () => {
  assert.equal(shown[0], 0);
  assert.equal(shown[255], 255);
  for (let code = 1; code < 256; code++) assert.ok(shown[code]! >= shown[code - 1]!, `${code}`);
});

test('paper of 203 nits, code 148, is shown bright, and skin of 26 nits, code 97, at a middle tone', () => {
  assert.ok(shown[148]! > 170 && shown[148]! < 215, `${shown[148]}`);
  assert.ok(shown[97]! > 85 && shown[97]! < 135, `${shown[97]}`);
});
