// Planted evidence: drawn faces of two classes that differ in one place only, so that where the evidence is, is known.
import type { RgbImage } from '../../core/image.ts';
import type { Random } from '../../core/random.ts';
import { actionOf, type FacialAction } from '../../data/synthetic/action-units.ts';
import { drawFace } from '../../data/synthetic/draw-face.ts';
import { personOf } from '../../data/synthetic/person.ts';
import { sceneOf } from '../../data/synthetic/scene.ts';
import { largest } from '../explain-faces.ts';

/** `sticker` is a shortcut: a chequered square somewhere, and nothing of the face. */
export const plantedTasks = ['sticker', 'mouth', 'brows'] as const;

export type PlantedTask = (typeof plantedTasks)[number];

export const plantedNames: Readonly<Record<PlantedTask, string>> = {
  sticker: 'a chequered sticker at any place',
  mouth: 'a mouth that smiles, all else equal',
  brows: 'brows drawn together, all else equal',
};

/** The same person in the same picture, with the evidence and without. */
export interface PlantedPair {
  readonly with: RgbImage;
  readonly without: RgbImage;
}

/** The evidence that is drawn into a neutral face. */
const units = {
  sticker: {},
  mouth: { AU12: 1, AU25: 0.9 },
  brows: { AU4: 1 },
} as const;

/** A pair depends only on the task, its number and the random stream. */
export function plantedPair(task: PlantedTask, index: number, size: number, random: Random): PlantedPair {
  const own = random.split(task, index);
  const person = personOf(own.split('person'));
  const scene = { ...sceneOf('neutral', own.split('scene')), occluder: 'none' as const };
  const neutral = actionOf('neutral', own.split('action'));
  const draw = (action: FacialAction) => drawFace(person, action, scene, size, own.split('draw'));
  const without = draw(neutral);
  if (task === 'sticker') return { without, with: withSticker(without, own.split('sticker')) };
  return { without, with: draw({ ...neutral, units: { ...neutral.units, ...units[task] } }) };
}

/** A black and white chequered square, a fifth of the picture wide. */
function withSticker({ width, height, data }: RgbImage, random: Random): RgbImage {
  const found = data.slice();
  const side = Math.round(width / 5);
  const [left, top] = [random.integer(width - side), random.integer(height - side)];
  const square = side / 4;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const value = (Math.floor(x / square) + Math.floor(y / square)) % 2 === 0 ? 0 : 255;
      found.fill(value, 3 * ((top + y) * width + left + x), 3 * ((top + y) * width + left + x) + 3);
    }
  }
  return { width, height, data: found };
}

/** Pixels that differ by more than this in any channel are evidence. */
const visible = 8;

/** [N], the patches that hold a tenth or more of the evidence that the patch with most of it holds. */
export function evidencePatches(pair: PlantedPair, columns: number): readonly boolean[] {
  const { width, data } = pair.with;
  const counts = new Array<number>(columns * columns).fill(0);
  for (let pixel = 0; pixel < data.length / 3; pixel++) {
    const differs = [0, 1, 2].some(
      (at) => Math.abs(data[3 * pixel + at]! - pair.without.data[3 * pixel + at]!) > visible,
    );
    if (!differs) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    counts[Math.floor((y * columns) / width) * columns + Math.floor((x * columns) / width)]!++;
  }
  const most = Math.max(...counts);
  return counts.map((count) => most > 0 && count >= most / 10);
}

/** How much of a map is where the evidence is. */
export interface Localisation {
  /** Share of the positive values that is inside (relevance mass accuracy). */
  readonly mass: number;
  /** Share of the largest values, as many as there are patches of evidence, that is inside (relevance rank accuracy). */
  readonly rank: number;
  /** Share of the patches that is inside: what a constant map gets. */
  readonly area: number;
}

export function localisation(map: readonly number[], evidence: readonly boolean[]): Localisation {
  const count = evidence.filter(Boolean).length;
  const positive = map.map((value) => Math.max(0, value));
  const sum = positive.reduce((total, value) => total + value, 0);
  const inside = positive.reduce((total, value, at) => (evidence[at] ? total + value : total), 0);
  const found = largest(map, count).filter((at) => evidence[at]).length;
  return { mass: sum === 0 ? 0 : inside / sum, rank: count === 0 ? 0 : found / count, area: count / map.length };
}
