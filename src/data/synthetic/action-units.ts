// The eight expressions as facial action units (FACS), with natural variation.
import type { Random } from '../../core/random.ts';
import type { Expression } from '../expressions.ts';

/** Action units that can be drawn, by what they move. */
export const actionUnits = {
  AU1: 'inner brow raised',
  AU2: 'outer brow raised',
  AU4: 'brows lowered and drawn together',
  AU5: 'upper lid raised',
  AU6: 'cheek raised',
  AU7: 'lids tightened',
  AU9: 'nose wrinkled',
  AU10: 'upper lip raised',
  AU12: 'lip corners pulled up',
  AU14: 'lip corner dimpled',
  AU15: 'lip corners pulled down',
  AU17: 'chin raised',
  AU20: 'lips stretched',
  AU23: 'lips tightened',
  AU24: 'lips pressed',
  AU25: 'lips parted',
  AU26: 'jaw dropped',
  AU38: 'nostrils flared',
  AU43: 'eyes closing',
} as const;

export type ActionUnit = keyof typeof actionUnits;

/** Intensity of each unit, 0 (absent) to about 1 (maximal). */
export type Intensities = Readonly<Record<ActionUnit, number>>;

export interface FacialAction {
  readonly units: Intensities;
  /** Which side AU12 and AU14 act on: -1 left in the picture, 1 right, 0 both. */
  readonly side: -1 | 0 | 1;
}

/** A unit of a prototype: its intensity at full strength, and how often it occurs. */
type Part = readonly [unit: ActionUnit, intensity: number, probability?: number];

/**
 * Typical combinations from the literature (EMFACS). A class has one or more variants, chosen with equal probability.
 */
const prototypes: Readonly<Record<Expression, readonly (readonly Part[])[]>> = {
  neutral: [[]],
  happiness: [
    [
      ['AU6', 0.9],
      ['AU12', 1],
      ['AU25', 0.9],
      ['AU26', 0.35, 0.5],
    ],
    [
      ['AU6', 0.8],
      ['AU12', 1],
      ['AU25', 0.2, 0.4],
    ],
  ],
  sadness: [
    [
      ['AU1', 1],
      ['AU4', 0.45],
      ['AU15', 1],
      ['AU17', 0.6],
      ['AU43', 0.4],
    ],
  ],
  surprise: [
    [
      ['AU1', 1],
      ['AU2', 1],
      ['AU5', 0.9],
      ['AU25', 1],
      ['AU26', 1],
    ],
  ],
  fear: [
    [
      ['AU1', 1],
      ['AU2', 0.45],
      ['AU4', 0.75],
      ['AU5', 1],
      ['AU20', 1],
      ['AU25', 0.8],
      ['AU26', 0.25, 0.6],
    ],
  ],
  disgust: [
    [
      ['AU9', 1],
      ['AU10', 1],
      ['AU4', 0.55],
      ['AU6', 0.4],
      ['AU7', 0.8],
      ['AU17', 0.4],
      ['AU25', 0.5],
    ],
    [
      ['AU9', 1],
      ['AU10', 0.8],
      ['AU4', 0.5],
      ['AU7', 0.8],
      ['AU15', 0.6],
      ['AU17', 0.6],
    ],
  ],
  anger: [
    [
      ['AU4', 1],
      ['AU5', 0.5],
      ['AU7', 0.6],
      ['AU23', 0.8],
      ['AU24', 0.9],
      ['AU38', 0.8],
      ['AU17', 0.25],
    ],
    [
      ['AU4', 1],
      ['AU5', 0.5],
      ['AU7', 0.6],
      ['AU23', 0.4],
      ['AU25', 0.75],
      ['AU10', 0.35],
      ['AU38', 0.9],
    ],
  ],
  contempt: [
    [
      ['AU12', 0.75],
      ['AU14', 1],
      ['AU43', 0.35],
      ['AU4', 0.12, 0.5],
    ],
  ],
};

/** Samples the units of one face: overall strength, each unit separately, and a trace of all others. */
export function actionOf(expression: Expression, random: Random): FacialAction {
  const variants = prototypes[expression];
  const parts = variants[random.integer(variants.length)]!;
  const strength = 0.72 + 0.33 * random.uniform();
  const units = Object.fromEntries(
    Object.keys(actionUnits).map((unit) => [unit, random.uniform() < 0.15 ? 0.1 * random.uniform() : 0]),
  ) as Record<ActionUnit, number>;
  for (const [unit, intensity, probability = 1] of parts) {
    if (random.uniform() < probability) units[unit] = intensity * strength * (0.85 + 0.3 * random.uniform());
  }
  const side = expression === 'contempt' ? (random.uniform() < 0.5 ? -1 : 1) : 0;
  return { units, side };
}
