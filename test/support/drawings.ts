// Small drawings of three easily separable classes: a data set in memory, or PNG files in class folders.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RgbImage } from '../../src/core/image.ts';
import { type Random, random } from '../../src/core/random.ts';
import type { Dataset, Sample, Split } from '../../src/data/dataset.ts';
import { className } from '../../src/data/expressions.ts';
import { encodePng } from '../../src/platform/node/images/encode-image.ts';

/** Folder and colour of each class. Two names are aliases: of happiness and sadness. */
export const drawnClasses: Readonly<Record<string, readonly [number, number, number]>> = {
  happy: [230, 200, 40],
  sad: [30, 50, 160],
  anger: [200, 30, 30],
};

/** Drawings per class and split. */
export const drawnCounts: Readonly<Record<string, number>> = { train: 8, valid: 4, test: 5 };

/** A coloured patch at a random position on noise. */
export function drawing(colour: readonly number[], source: Random, side = 18): RgbImage {
  const data = new Uint8Array(side * side * 3);
  const [left, top] = [source.integer(side / 3), source.integer(side / 3)];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inside = x >= left && x < left + side / 2 && y >= top && y < top + side / 2;
      for (let channel = 0; channel < 3; channel++) {
        const noise = source.integer(60);
        data[(y * side + x) * 3 + channel] = Math.min(255, inside ? colour[channel]! + noise / 2 : 90 + noise);
      }
    }
  }
  return { width: side, height: side, data };
}

/** Writes `train|valid|test/<class>/N.png`. Returns the folder. */
export async function writeDrawings(folder: string, seed = 1): Promise<string> {
  const source = random(seed).split('drawings');
  for (const [split, count] of Object.entries(drawnCounts)) {
    for (const [name, colour] of Object.entries(drawnClasses)) {
      const place = join(folder, split, name);
      await mkdir(place, { recursive: true });
      for (let index = 0; index < count; index++) {
        const png = await encodePng(drawing(colour, source.split(split, name, index)));
        await writeFile(join(place, `${index}.png`), png);
      }
    }
  }
  return folder;
}

export interface DrawnOptions {
  /** Drawings per class and split; default `drawnCounts`. */
  readonly counts?: Readonly<Partial<Record<Split, number>>>;
  /** Ten annotators' votes on each drawing of a class. */
  readonly votes?: (label: number) => readonly number[];
  /** Called when a drawing is read. */
  readonly onRead?: (id: string) => void;
}

/** The same drawings as a data set in memory. */
export function drawnDataset({ counts = drawnCounts, votes, onRead }: DrawnOptions = {}, seed = 1): Dataset {
  const source = random(seed).split('drawings');
  const samples = Object.entries(counts).flatMap(([split, count]) =>
    Object.entries(drawnClasses).flatMap(([name, colour], label) =>
      Array.from({ length: count }, (_, index): Sample => {
        const id = `${split}/${name}/${index}`;
        return {
          id,
          split: split as Split,
          label,
          ...(votes && { votes: votes(label) }),
          async read() {
            onRead?.(id);
            return drawing(colour, source.split(split, name, index));
          },
        };
      }),
    ),
  );
  return { name: 'drawings', classes: Object.keys(drawnClasses).map(className), samples, notes: [] };
}
