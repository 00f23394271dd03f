// Pictures whose faces are known: two portraits, placed, turned, relit and repeated.
import { fileURLToPath } from 'node:url';
import type { RgbImage } from '../../src/core/image.ts';
import type { Eyes, Point } from '../../src/faces/face.ts';
import { sampleTurned } from '../../src/faces/sample-turned.ts';
import { readImage } from '../../src/platform/node/images/read-image.ts';

export interface Portrait {
  readonly image: RgbImage;
  /** As set by hand. */
  readonly eyes: Eyes;
  /** Side of the face's box in pixels, some 2.45 eye distances. */
  readonly face: number;
  /** The middle of the face. */
  readonly middle: Point;
}

const read = (name: string) => readImage(fileURLToPath(new URL(`../../assets/portraits/${name}`, import.meta.url)));

/** Each portrait and its mirror image. */
export async function portraits(): Promise<readonly Portrait[]> {
  const list: Portrait[] = [
    {
      image: await read('astronaut.png'),
      eyes: { left: { x: 204, y: 103 }, right: { x: 246.5, y: 104.5 } },
      face: 105,
      middle: { x: 226, y: 121 },
    },
    {
      image: await read('grace-hopper.jpg'),
      eyes: { left: { x: 219, y: 191 }, right: { x: 308.5, y: 188 } },
      face: 205,
      middle: { x: 264, y: 224 },
    },
  ];
  return list.flatMap((portrait) => [portrait, mirrored(portrait)]);
}

function mirrored({ image, eyes, face, middle }: Portrait): Portrait {
  const { width, height, data } = image;
  const copy = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++)
        copy[(y * width + x) * 3 + channel] = data[(y * width + width - 1 - x) * 3 + channel]!;
  const flip = ({ x, y }: Point) => ({ x: width - x, y });
  return {
    image: { width, height, data: copy },
    eyes: { left: flip(eyes.right), right: flip(eyes.left) },
    face,
    middle: flip(middle),
  };
}

export interface Scene {
  readonly image: RgbImage;
  readonly eyes: readonly Eyes[];
}

/** One face in the middle of a picture of `width` x `height` pixels, `face` pixels wide, turned clockwise by `degrees`. */
export function scene(
  { image, eyes, face, middle }: Portrait,
  width: number,
  height: number,
  size: number,
  degrees = 0,
): Scene {
  const scale = size / face;
  const angle = (degrees * Math.PI) / 180;
  const [alongX, alongY] = [Math.cos(angle) / scale, -Math.sin(angle) / scale];
  const x = middle.x - (width / 2) * alongX + (height / 2) * alongY;
  const y = middle.y - (width / 2) * alongY - (height / 2) * alongX;
  const place = (point: Point): Point => {
    const [dx, dy] = [(point.x - x) * scale * scale, (point.y - y) * scale * scale];
    return { x: dx * alongX + dy * alongY, y: -dx * alongY + dy * alongX };
  };
  return {
    image: sampleTurned(image, { width, height, x, y, alongX, alongY }),
    eyes: [{ left: place(eyes.left), right: place(eyes.right) }],
  };
}

/** Scenes of one size beside each other. */
export function collage(scenes: readonly Scene[], columns: number): Scene {
  const { width, height } = scenes[0]!.image;
  const rows = Math.ceil(scenes.length / columns);
  const data = new Uint8Array(columns * width * rows * height * 3).fill(90);
  const eyes = scenes.flatMap((one, index) => {
    const [left, top] = [(index % columns) * width, Math.floor(index / columns) * height];
    for (let y = 0; y < height; y++)
      data.set(one.image.data.subarray(y * width * 3, (y + 1) * width * 3), ((top + y) * columns * width + left) * 3);
    const move = ({ x, y }: Point) => ({ x: x + left, y: y + top });
    return one.eyes.map((own) => ({ left: move(own.left), right: move(own.right) }));
  });
  return { image: { width: columns * width, height: rows * height, data }, eyes };
}

/** Brightness to the power of `gamma`, times `gain`, with noise of a sensor (deviation in levels). */
export function relit(
  one: Scene,
  { gamma = 1, gain = 1, noise = 0 }: { gamma?: number; gain?: number; noise?: number },
): Scene {
  let seed = 12345;
  const draw = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed / 2 ** 32;
  };
  const data = one.image.data.map((value) => {
    const normal = draw() + draw() + draw() + draw() - 2;
    return Math.min(Math.max(Math.round(255 * gain * (value / 255) ** gamma + noise * normal * Math.sqrt(3)), 0), 255);
  });
  return { image: { ...one.image, data }, eyes: one.eyes };
}
