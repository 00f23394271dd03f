// Copies of pictures with labels on their faces.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { drawMarks, type Mark } from '../../../../src/platform/node/images/draw-faces.ts';

const grey = (width: number, height: number) => ({ width, height, data: new Uint8Array(3 * width * height).fill(200) });

/** Columns, left to right, that have a pixel near the colour in the rows of the label; all rows by default. */
async function columns(drawn: Uint8Array, isIt: (red: number, green: number) => boolean): Promise<readonly number[]> {
  const { data, info } = await sharp(drawn).raw().toBuffer({ resolveWithObject: true });
  const found = new Set<number>();
  for (let at = 0; at < data.length; at += 3) if (isIt(data[at]!, data[at + 1]!)) found.add((at / 3) % info.width);
  return [...found].sort((first, second) => first - second);
}

const isGround = (red: number, green: number) => red > 120 && green < 90;
const isWord = (red: number, green: number) => red > 230 && green > 230;
const mark = (place: Partial<Mark>): Mark => ({
  ...{ x: 10, y: 60, width: 40, height: 40, text: 'unsure, perhaps happiness 72 %', colour: '#a00000' },
  ...place,
});

test('a label ends with its ground, and both stay in the picture wherever the face is', async () => {
  for (const place of [{}, { x: 300 }, { x: 355, y: 2 }, { x: -8, y: 180 }]) {
    const drawn = await drawMarks(grey(400, 240), [mark(place)]);
    const [ground, words] = [await columns(drawn, isGround), await columns(drawn, isWord)];
    assert.ok(words.length > 30, `${words.length} columns with words`);
    const [left, right] = [words[0]! - ground[0]!, ground.at(-1)! - words.at(-1)!];
    assert.ok(left >= 2 && right >= 2, `${left} and ${right} pixels beside the words of ${JSON.stringify(place)}`);
  }
});

test('a label that is wider than the picture is reduced', async () => {
  const drawn = await drawMarks(grey(60, 60), [mark({ x: 20, y: 30, width: 20, height: 20 })]);
  const ground = await columns(drawn, isGround);
  assert.deepEqual([ground[0], ground.at(-1)], [0, 59]);
});
