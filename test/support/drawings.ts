// Small drawings in class folders: three classes that anyone can tell apart, as PNG files.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Random, random } from '../../src/core/random.ts';

/** Folder of each class and the colour that it has. Two are aliases: happiness, sadness. */
export const drawnClasses: Readonly<Record<string, readonly [number, number, number]>> = {
  happy: [230, 200, 40],
  sad: [30, 50, 160],
  anger: [200, 30, 30],
};

/** How many drawings each class has in each split. */
export const drawnCounts: Readonly<Record<string, number>> = { train: 8, valid: 4, test: 5 };

/** A patch of the colour at a random place on noise; PNG. */
export async function drawing(colour: readonly number[], source: Random, side = 18): Promise<Uint8Array> {
  const pixels = Buffer.alloc(side * side * 3);
  const [left, top] = [source.integer(side / 3), source.integer(side / 3)];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inside = x >= left && x < left + side / 2 && y >= top && y < top + side / 2;
      for (let channel = 0; channel < 3; channel++) {
        const noise = source.integer(60);
        pixels[(y * side + x) * 3 + channel] = Math.min(255, inside ? colour[channel]! + noise / 2 : 90 + noise);
      }
    }
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** Writes `train|valid|test/<class>/N.png`. Returns the folder. */
export async function writeDrawings(folder: string, seed = 1): Promise<string> {
  const source = random(seed).split('drawings');
  for (const [split, count] of Object.entries(drawnCounts)) {
    for (const [name, colour] of Object.entries(drawnClasses)) {
      const place = join(folder, split, name);
      await mkdir(place, { recursive: true });
      for (let index = 0; index < count; index++) {
        const png = await drawing(colour, source.split(split, name, index));
        await writeFile(join(place, `${index}.png`), png);
      }
    }
  }
  return folder;
}
