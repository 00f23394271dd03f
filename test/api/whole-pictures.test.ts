// openRecogniser with whole pictures, as it is by default: statuses, every face with its place, files of every kind and orientation.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { type ExpressionRecogniser, openRecogniser, type Picture, type Recognition } from '../../src/api/node.ts';
import { imageFrom, noiseImage } from '../data/made-images.ts';
import { collage, eyeError, placed, portraitEyes, readPortrait } from '../faces/found-faces.ts';

const portraitFile = fileURLToPath(new URL('../../assets/portraits/astronaut.png', import.meta.url));
const threads = 1;
let recogniser: ExpressionRecogniser<Picture>;
let expected: readonly number[];

before(async () => {
  recogniser = await openRecogniser(undefined, { threads });
  expected = valuesOf(await recogniser.recognise(portraitFile));
});
after(() => recogniser.close());

const valuesOf = ({ faces }: Recognition): readonly number[] => Object.values(faces[0]!.probabilities);

test('the face of a whole portrait is found and recognised', async () => {
  assert.equal(recogniser.faces, 'find');
  const { status, faces, warning } = await recogniser.recognise(portraitFile);
  assert.deepEqual([status, faces.length, warning], ['ok', 1, undefined]);
  const [face] = faces;
  assert.equal(face!.expression, 'happiness');
  assert.ok(face!.confidence > 0.9);
  assert.deepEqual([face!.status, face!.unsure], ['ok', false]);
  assert.ok(face!.score! > 0.9 && Math.abs(face!.roll!) < 6);
  assert.equal(face!.landmarks!.length, 468 * 3);
  assert.ok(face!.box.width > 80 && face!.box.width < 130);
});

test('every face of a picture is recognised as it is alone, the largest first, however many pictures are in a batch', async () => {
  const portrait = await readPortrait();
  const both = collage([portrait, placed(portrait, 512, 0.6, 0).image], 2);
  const results: Recognition[] = [];
  for await (const result of recogniser.recognise([both, noiseImage(80, 80, 1), both, portraitFile]))
    results.push(result);
  assert.deepEqual(
    results.map(({ status, faces }) => [status, faces.length]),
    [
      ['ok', 2],
      ['no-face', 0],
      ['ok', 2],
      ['ok', 1],
    ],
  );
  const [first, , second, alone] = results;
  assert.ok(first!.faces[0]!.box.width > first!.faces[1]!.box.width);
  for (const { faces } of [first!, second!, alone!])
    assert.ok(faces.every(({ expression, confidence }) => expression === 'happiness' && confidence > 0.9));
});

test('statuses: no face, too small a picture, too many pixels, unreadable; none ends the others', async () => {
  const huge = await sharp({ create: { width: 12000, height: 9000, channels: 3, background: '#777' } })
    .png()
    .toBuffer();
  const pictures: Picture[] = [
    noiseImage(300, 300, 4),
    noiseImage(300, 12, 4),
    huge,
    (await readFile(portraitFile)).subarray(0, 90_000),
    portraitFile,
  ];
  const results: Recognition[] = [];
  for await (const result of recogniser.recognise(pictures)) results.push(result);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['no-face', 'too-small', 'too-large', 'unreadable', 'ok'],
  );
  const reasons = results.map((result) => ('reason' in result ? result.reason : ''));
  assert.match(reasons[0]!, /^Cannot recognise "pixels": no face was found in it$/);
  assert.match(reasons[1]!, /it has 300 x 12 pixels; expected at least 16 on each side$/);
  assert.match(reasons[2]!, /it has more than 100000000 pixels$/);
  assert.match(reasons[3]!, /it is damaged or cut short/);
});

test('a face of too few pixels is reported as such, and is unsure', async () => {
  const portrait = await readPortrait();
  const { faces } = await recogniser.recognise(placed(portrait, 600, 0.22, 0).image);
  assert.deepEqual(
    faces.map(({ status, unsure }) => [status, unsure]),
    [['too-small', true]],
  );
});

test('what looks like a crop has a warning, and so has what is too long to be one where crops are expected', async () => {
  const crop = fileURLToPath(new URL('../../assets/portraits/astronaut-face.png', import.meta.url));
  assert.match((await recogniser.recognise(crop)).warning!, /^the face fills the picture, which looks like a crop/);
  const flat = await recogniser.recognise(imageFrom(48, 48, () => 90));
  assert.match(flat.warning!, /no face was found: if it is a crop of one/);
  await using crops = await openRecogniser(undefined, { threads, faces: 'crop' });
  assert.equal((await crops.recognise(crop)).warning, undefined);
  assert.match((await crops.recognise(noiseImage(300, 200, 1))).warning!, /too long for a crop of a face/);
});

suite('the same face is found whatever the file', () => {
  const upright = () => sharp(portraitFile).resize(480);
  const files: Readonly<Record<string, () => Promise<Buffer>>> = {
    'as JPEG': () => upright().jpeg({ quality: 95 }).toBuffer(),
    'as progressive JPEG': () => upright().jpeg({ progressive: true, quality: 95 }).toBuffer(),
    'as CMYK JPEG': () => upright().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
    'in grey': () => upright().greyscale().jpeg().toBuffer(),
    'as a PNG with a palette': () => upright().png({ palette: true }).toBuffer(),
    'as a PNG of 16 bits': () => upright().toColourspace('rgb16').png().toBuffer(),
    'with transparency': () => upright().ensureAlpha(0.9).png().toBuffer(),
    'as WebP': () => upright().webp().toBuffer(),
    'as the first frame of an animation': () => upright().gif().toBuffer(),
    'at 4096 pixels': () => sharp(portraitFile).resize(4096, 3072, { fit: 'cover', position: 'top' }).jpeg().toBuffer(),
    'at 120 pixels': () => sharp(portraitFile).resize(150).png().toBuffer(),
  };
  for (const [name, make] of Object.entries(files)) {
    test(name, async () => {
      const result = await recogniser.recognise(new Uint8Array(await make()));
      assert.equal(result.status, 'ok', JSON.stringify(result));
      assert.deepEqual([result.faces.length, result.faces[0]!.expression], [1, 'happiness']);
    });
  }

  test('in each of the eight orientations of EXIF', async () => {
    // What the camera stored, so that the tag turns it upright.
    const stored: Readonly<Record<number, (image: Sharp) => Sharp>> = {
      1: (image) => image,
      2: (image) => image.flop(),
      3: (image) => image.rotate(180),
      4: (image) => image.flip(),
      5: (image) => image.rotate(270).flop(),
      6: (image) => image.rotate(270),
      7: (image) => image.rotate(90).flop(),
      8: (image) => image.rotate(90),
    };
    for (const [orientation, turn] of Object.entries(stored)) {
      const pixels = await turn(sharp(portraitFile)).png().toBuffer();
      const file = await sharp(pixels)
        .withMetadata({ orientation: Number(orientation) })
        .jpeg({ quality: 95 })
        .toBuffer();
      const { faces } = await recogniser.recognise(new Uint8Array(file));
      assert.equal(faces.length, 1, orientation);
      const face = { ...faces[0]!, eyes: faces[0]!.eyes! } as Parameters<typeof eyeError>[0];
      assert.ok(eyeError(face, portraitEyes) < 0.08, `${orientation}: ${JSON.stringify(face.eyes)}`);
    }
  });
});

test('fewest and smallest are as asked, and repeated calls give the same numbers', async () => {
  const portrait = await readPortrait();
  const four = collage(Array(4).fill(portrait), 2);
  await using few = await openRecogniser(undefined, { threads, maxFaces: 3, minFace: 60 });
  assert.equal((await few.recognise(four)).faces.length, 3);
  assert.equal((await few.recognise(placed(portrait, 512, 0.4, 0).image)).status, 'no-face');
  assert.equal((await few.recognise(four, { maxFaces: 2 })).faces.length, 2, 'a call overrides what was opened');
  await assert.rejects(few.recognise(four, { minFace: -1 }), { code: 'usage', message: /smallest face of -1/ });
  await using crops = await openRecogniser(undefined, { threads, faces: 'crop' });
  await assert.rejects(crops.recognise(four, { maxFaces: 2 }), { code: 'usage', message: /the option maxFaces where/ });
  assert.deepEqual(valuesOf(await recogniser.recognise(portraitFile)), expected);
});

test('stops by its signal while faces are searched', async () => {
  const stop = new AbortController();
  const result = recogniser.recognise(portraitFile, { signal: stop.signal });
  stop.abort();
  await assert.rejects(result, { code: 'aborted' });
});
