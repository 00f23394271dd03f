// Tone mapping: black stays black, brighter stays brighter, and white paper is bright.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHybridLogGamma, fromPerceptualQuantiser } from '../../src/image/tone-map.ts';

const codes = {
  width: 256,
  height: 1,
  data: Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3)),
};
const firsts = (data: Uint8Array) => [...data].filter((_, at) => at % 3 === 0);
const shown = firsts(fromPerceptualQuantiser(codes).data);
const hybrid = firsts(fromHybridLogGamma(codes).data);

test('codes from 0 to 255 rise from black to white', () => {
  for (const tones of [shown, hybrid]) {
    assert.equal(tones[0], 0);
    assert.equal(tones[255], 255);
    for (let code = 1; code < 256; code++) assert.ok(tones[code]! >= tones[code - 1]!, `${code}`);
  }
});

test('paper of 203 nits, code 148, is shown bright, and skin of 26 nits, code 97, at a middle tone', () => {
  assert.ok(shown[148]! > 170 && shown[148]! < 215, `${shown[148]}`);
  assert.ok(shown[97]! > 85 && shown[97]! < 135, `${shown[97]}`);
});

test('the same light has the same tone from both curves: 203 nits are 58 % and 75 %, 26 nits both 38 % (ITU-R BT.2408)', () => {
  const at = (tones: readonly number[], percent: number) => tones[Math.round(2.55 * percent)]!;
  assert.ok(Math.abs(at(shown, 58) - at(hybrid, 75)) <= 4, `${at(shown, 58)} ${at(hybrid, 75)}`);
  assert.ok(Math.abs(at(shown, 38) - at(hybrid, 38)) <= 4, `${at(shown, 38)} ${at(hybrid, 38)}`);
});
