// A contact sheet with a row of images per class, to check labels and crops at a glance.
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import type { Random } from '../../core/random.ts';
import { resize } from '../../image/resize.ts';
import type { Dataset, Sample } from '../dataset.ts';
import { drawText, textWidth } from './pixel-font.ts';

export interface SheetOptions {
  /** Chooses the images. */
  readonly random: Random;
  /** Images per class, default 12. */
  readonly columns?: number;
  /** Side of an image, default 72. */
  readonly cell?: number;
}

const gap = 4;
const scale = 2;
const line = 9 * scale;

/**
 * Draws a white sheet with a row per class: its name, its number of images, and some of them. Unreadable images are skipped.
 *
 * @example
 * ```ts
 * import { contactSheet, nodeDataHost, openDataset, random } from 'mpafer';
 * const dataset = await openDataset('synthetic:?count=64&size=48', nodeDataHost);
 * const { width, height } = await contactSheet(dataset, { random: random(1), columns: 4 });
 * console.log(width > height); // false
 * ```
 */
export async function contactSheet(dataset: Dataset, options: SheetOptions): Promise<RgbImage> {
  const { random, columns = 12, cell = 72 } = options;
  const { classes, samples } = dataset;
  const rowHeight = Math.max(cell, 2 * line) + gap;
  const margin = Math.max(...classes.map((name) => textWidth(name, scale)), textWidth('000000', scale)) + 2 * gap;
  const width = margin + columns * (cell + gap);
  const height = gap + classes.length * rowHeight;
  const sheet = { width, height, data: new Uint8Array(width * height * 3).fill(255) };
  for (const [label, name] of classes.entries()) {
    const own = samples.filter((sample) => sample.label === label);
    const top = gap + label * rowHeight;
    drawText(sheet, name, gap, top, scale);
    drawText(sheet, String(own.length), gap, top + line, scale);
    const images = await someImages(own, columns, random.split('sheet', name));
    images.forEach((image, column) => {
      paste(sheet, fitted(image, cell), margin + column * (cell + gap), top, cell);
    });
  }
  return sheet;
}

/** The first `wanted` readable images in random order; gives up after three times as many attempts. */
async function someImages(samples: readonly Sample[], wanted: number, random: Random): Promise<RgbImage[]> {
  const images: RgbImage[] = [];
  for (const index of random.permutation(samples.length).subarray(0, wanted * 3)) {
    if (images.length === wanted) break;
    try {
      images.push(await samples[index]!.read());
    } catch (error) {
      if (!(error instanceof MpaferError)) throw error;
    }
  }
  return images;
}

function fitted(image: RgbImage, side: number): RgbImage {
  const factor = side / Math.max(image.width, image.height);
  const size = (length: number) => Math.max(1, Math.round(length * factor));
  return resize(image, size(image.width), size(image.height));
}

/** Centred in a square cell. */
function paste(sheet: RgbImage, image: RgbImage, left: number, top: number, cell: number): void {
  const x = left + Math.floor((cell - image.width) / 2);
  const y = top + Math.floor((cell - image.height) / 2);
  for (let row = 0; row < image.height; row++) {
    const from = row * image.width * 3;
    sheet.data.set(image.data.subarray(from, from + image.width * 3), ((y + row) * sheet.width + x) * 3);
  }
}
