import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RgbImage } from '../../src/core/image.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import type { Eyes } from '../../src/faces/face.ts';
import { type FaceFinder, openFaceFinder } from '../../src/faces/face-finder.ts';
import type { LookOptions } from '../../src/faces/find-options.ts';
import { faceModels } from '../../src/platform/node/models/face-models.ts';
import { imageFrom, noiseImage } from '../data/made-images.ts';
import { collage, eyeError, placed, portraitEyes, readPortrait } from './found-faces.ts';

const engine = nodeEngine();
let finder: FaceFinder;
let portrait: RgbImage;
before(async () => {
  finder = await openFaceFinder(engine, await faceModels());
  portrait = await readPortrait();
});
after(() => engine.close());

test('finds the face of a portrait: box, eyes, landmarks, roll', async () => {
  const faces = await finder.find(portrait);
  assert.equal(faces.length, 1);
  const [face] = faces;
  const { box, score, roll, landmarks } = face!;
  assert.ok(eyeError(face!, portraitEyes) < 0.06);
  assert.ok(score > 0.9 && score <= 1);
  assert.ok(Math.abs(roll - 3) < 3, `${roll}`);
  assert.ok(box.x > 160 && box.y > 55 && box.x + box.width < 295 && box.y + box.height < 190, JSON.stringify(box));
  assert.equal(landmarks.length, 468 * 3);
  // Forehead above the eyes, chin below the mouth.
  const [forehead, mouth, chin] = [10, 13, 152].map((place) => landmarks[3 * place + 1]!);
  assert.ok(forehead! < 103 && mouth! > 125 && chin! > mouth! + 15);
});

test('a face is found at every size, from 20 pixels to larger than the picture', async () => {
  for (const scale of [0.2, 0.3, 0.5, 1, 2, 4, 5.5]) {
    const { image, eyes } = placed(portrait, 720, scale, 0);
    const moved = scale > 2 ? centredOnFace(scale) : { image, eyes };
    const faces = await finder.find(moved.image);
    assert.equal(faces.length, 1, `scale ${scale}`);
    assert.ok(eyeError(faces[0]!, moved.eyes) < 0.12, `scale ${scale}: ${eyeError(faces[0]!, moved.eyes)}`);
  }
});

/** The face fills the picture: 720 pixels of the middle of the face. */
function centredOnFace(scale: number) {
  const side = 720;
  const { image, eyes } = placed(portrait, Math.round(512 * scale), scale, 0);
  const left = Math.round(225 * scale - side / 2);
  const top = Math.max(Math.round(120 * scale - side / 2), 0);
  const move = ({ x, y }: { x: number; y: number }) => ({ x: x - left, y: y - top });
  return {
    image: imageFrom(
      side,
      side,
      (x, y, channel) => image.data[((y + top) * image.width + x + left) * 3 + channel] ?? 0,
    ),
    eyes: { left: move(eyes.left), right: move(eyes.right) },
  };
}

test('a face on its side or upside down is found with its eyes in place', async () => {
  for (const degrees of [30, -45, 90, 135, 180, -90]) {
    const { image, eyes } = placed(portrait, 720, 1, degrees);
    const faces = await finder.find(image);
    assert.equal(faces.length, 1, `${degrees} degrees`);
    const error = eyeError(faces[0]!, eyes);
    assert.ok(error < 0.12, `${degrees} degrees: ${error}`);
    const off = Math.abs(((faces[0]!.roll - 2 - degrees + 540) % 360) - 180);
    assert.ok(off < 8, `${degrees} degrees: roll ${faces[0]!.roll}`);
  }
});

test('one look finds what is upright, and does not turn a picture in which nothing is, unless it is asked to', async () => {
  const find = (degrees: number, options: LookOptions) =>
    finder.find(placed(portrait, 480, 0.6, degrees).image, options).then((faces) => faces.length);
  assert.deepEqual([await find(0, { oneLook: true }), await find(30, { oneLook: true })], [1, 1]);
  assert.deepEqual([await find(180, {}), await find(180, { oneLook: true })], [1, 0]);
  assert.equal(await find(180, { oneLook: true, anyRotation: true }), 1);
});

test('a face is followed while it grows, moves and turns, with its eyes and its box in place', async () => {
  let faces = await finder.find(placed(portrait, 480, 0.6, 0).image);
  const [first] = faces;
  for (let frame = 1; frame <= 12; frame++) {
    const { image, eyes } = placed(portrait, 480, 0.6 * 1.06 ** frame, 4 * frame);
    faces = await finder.find(image, { follow: faces });
    assert.equal(faces.length, 1, `frame ${frame}`);
    assert.ok(eyeError(faces[0]!, eyes) < 0.12, `frame ${frame}: ${eyeError(faces[0]!, eyes)}`);
    const growth = faces[0]!.box.width / first!.box.width;
    assert.ok(Math.abs(growth / 1.06 ** frame - 1) < 0.05, `frame ${frame}: ${growth}`);
    assert.equal(faces[0]!.score, first!.score);
  }
});

test('a face that jumps is followed up to a third of its size; one that is gone, or that stepped behind another, is not', async () => {
  const { image } = placed(portrait, 480, 0.8, 0);
  const faces = await finder.find(image);
  const side = faces[0]!.box.width;
  const beside = (step: number) => {
    const move = Math.round(step * side);
    return imageFrom(480, 480, (x, y, channel) => image.data[(y * 480 + x + move) * 3 + channel] ?? 0);
  };
  const [jumped] = await finder.find(beside(1 / 3), { follow: faces });
  const back = { ...jumped!, eyes: shifted(jumped!.eyes, Math.round(side / 3)) };
  assert.ok(eyeError(back, faces[0]!.eyes) < 0.05, `${eyeError(back, faces[0]!.eyes)}`);
  assert.deepEqual(await finder.find(noiseImage(480, 480, 3), { follow: faces }), []);
  assert.equal((await finder.find(image, { follow: [faces[0]!, jumped!] })).length, 1);
  assert.deepEqual(await finder.find(image, { follow: faces, minFace: 2 * side }), []);
  assert.deepEqual(await finder.find(image, { follow: [] }), []);
});

const shifted = ({ left, right }: Eyes, by: number): Eyes => ({
  left: { ...left, x: left.x + by },
  right: { ...right, x: right.x + by },
});

test('of faces turned by different angles, each is found once when any rotation is asked for', async () => {
  const side = 300;
  const turns = [0, 90, 180, -90];
  const pictures = turns.map((degrees) => placed(portrait, side, side / 512, degrees));
  const faces = await finder.find(
    collage(
      pictures.map(({ image }) => image),
      2,
    ),
    { anyRotation: true },
  );
  assert.equal(faces.length, 4);
  for (const [index, { eyes }] of pictures.entries()) {
    const [left, top] = [(index % 2) * side, Math.floor(index / 2) * side];
    const move = ({ x, y }: { x: number; y: number }) => ({ x: x + left, y: y + top });
    const truth = { left: move(eyes.left), right: move(eyes.right) };
    assert.ok(
      faces.some((face) => eyeError(face, truth) < 0.12),
      `${turns[index]} degrees`,
    );
  }
});

test('a collage of many faces gives each once; fewest and smallest are as asked', async () => {
  const small = placed(portrait, 128, 0.25, 0).image;
  const picture = collage(Array<RgbImage>(24).fill(small), 6);
  const faces = await finder.find(picture);
  assert.equal(faces.length, 24);
  assert.equal((await finder.find(picture, { maxFaces: 5 })).length, 5);
  assert.equal((await finder.find(picture, { minFace: 60 })).length, 0);
  const areas = faces.map(({ box }) => box.width * box.height);
  assert.deepEqual(
    areas,
    areas.toSorted((a, b) => b - a),
    'the largest first',
  );
});

test('in a small picture, faces of few pixels beside a large one are found when they are asked for', async () => {
  const large = placed(portrait, 420, 0.8, 0);
  const small = placed(portrait, 77, 0.15, 0);
  const picture = imageFrom(497, 420, (x, y, channel) =>
    x < 420
      ? large.image.data[(y * 420 + x) * 3 + channel]!
      : y < 77
        ? small.image.data[(y * 77 + x - 420) * 3 + channel]!
        : 90,
  );
  const faces = await finder.find(picture, { minFace: 8 });
  assert.equal(faces.length, 2);
  assert.ok(eyeError(faces[0]!, large.eyes) < 0.12);
  const move = ({ x, y }: { x: number; y: number }) => ({ x: x + 420, y });
  assert.ok(eyeError(faces[1]!, { left: move(small.eyes.left), right: move(small.eyes.right) }) < 0.2);
});

test('no face is found where there is none, in a picture of any shape', async () => {
  const pictures = [
    noiseImage(200, 150, 1),
    imageFrom(300, 40, (x) => x % 256),
    imageFrom(1, 1, () => 128),
    imageFrom(2, 500, () => 255),
    imageFrom(900, 700, () => 0),
  ];
  for (const picture of pictures) assert.deepEqual(await finder.find(picture), []);
});

test('the same picture gives the same faces, however often and beside whatever else', async () => {
  const [first, , second] = await Promise.all([
    finder.find(portrait),
    finder.find(noiseImage(100, 100, 2)),
    finder.find(portrait),
  ]);
  assert.deepEqual(first, second);
});

test('refuses options that make no sense, and stops by its signal', async () => {
  const usage = { name: 'MpaferError', code: 'usage' };
  await assert.rejects(finder.find(portrait, { minFace: 0 }), { ...usage, message: /smallest face of 0/ });
  await assert.rejects(finder.find(portrait, { maxFaces: 1.5 }), { ...usage, message: /whole number from 1/ });
  await assert.rejects(finder.find(portrait, { firstLevel: 20 }), { ...usage, message: /first level of 20/ });
  await assert.rejects(finder.find(portrait, { signal: AbortSignal.abort() }), { code: 'aborted' });
});

test('refuses models that are none', async () => {
  const { detector, landmarks } = await faceModels();
  const refused = { name: 'MpaferError', code: 'model' };
  await assert.rejects(openFaceFinder(engine, { detector: new Uint8Array(10), landmarks }), refused);
  await assert.rejects(openFaceFinder(engine, { detector, landmarks: landmarks.subarray(0, 9000) }), refused);
});
