// The features of a drawn person that are constant across expressions.
import type { Random } from '../../core/random.ts';
import type { Colour } from './canvas.ts';

export const hairStyles = ['short', 'parted', 'long', 'bob', 'curly', 'bun', 'buzz', 'scarf'] as const;

export type HairStyle = (typeof hairStyles)[number];

/** Lengths in face units: the head is 2 high. */
export interface Person {
  readonly skin: Colour;
  readonly hair: Colour;
  readonly hairStyle: HairStyle;
  readonly cloth: Colour;
  readonly iris: Colour;
  /** Half width of the head. */
  readonly headWidth: number;
  /** 0.85 narrow to 1.15 square. */
  readonly jaw: number;
  readonly chin: number;
  readonly eyeSize: number;
  readonly eyeDistance: number;
  /** Height of the outer eye corner above the inner. */
  readonly eyeTilt: number;
  readonly browThickness: number;
  readonly browHeight: number;
  readonly noseSize: number;
  readonly mouthWidth: number;
  readonly lips: number;
  /** Reddened or painted lips, 0 to 1. */
  readonly lipTint: number;
  readonly freckles: boolean;
  readonly beard: 'none' | 'stubble' | 'full';
  readonly glasses: boolean;
}

const skins: readonly Colour[] = [
  [255, 224, 203],
  [248, 208, 178],
  [236, 188, 150],
  [218, 165, 122],
  [189, 134, 94],
  [150, 100, 68],
  [122, 82, 58],
  [98, 66, 50],
];

const hairs: readonly Colour[] = [
  [32, 26, 26],
  [62, 42, 32],
  [98, 62, 40],
  [146, 92, 52],
  [206, 160, 92],
  [180, 74, 42],
  [158, 154, 152],
  [226, 222, 214],
];

const irises: readonly Colour[] = [
  [74, 46, 30],
  [96, 62, 34],
  [110, 104, 52],
  [74, 118, 82],
  [72, 116, 164],
  [104, 124, 138],
];

const cloths: readonly Colour[] = [
  [206, 86, 78],
  [70, 118, 168],
  [88, 148, 116],
  [226, 170, 74],
  [130, 96, 156],
  [70, 76, 92],
  [232, 226, 214],
];

export function personOf(random: Random): Person {
  const one = <Value>(list: readonly Value[]): Value => list[random.integer(list.length)]!;
  const about = (value: number, spread: number) => value + spread * (2 * random.uniform() - 1);
  const tone = random.uniform() * (skins.length - 1);
  const skin = mix(skins[Math.floor(tone)]!, skins[Math.ceil(tone)]!, tone % 1);
  const hairStyle = one(hairStyles);
  // Dark skin rarely goes with fair hair or eyes.
  const dark = tone > 3.5;
  return {
    skin,
    hair: hairs[random.integer(dark ? 3 : hairs.length)]!,
    hairStyle,
    cloth: one(cloths),
    iris: irises[random.integer(dark ? 2 : irises.length)]!,
    headWidth: about(0.79, 0.06),
    jaw: about(1, 0.14),
    chin: about(0, 0.05),
    eyeSize: about(1, 0.12),
    eyeDistance: about(0.35, 0.025),
    eyeTilt: about(0.012, 0.02),
    browThickness: about(1, 0.3),
    browHeight: about(0, 0.03),
    noseSize: about(1, 0.18),
    mouthWidth: about(1, 0.12),
    lips: about(1, 0.3),
    lipTint: random.uniform() < 0.35 ? 0.5 + 0.5 * random.uniform() : 0.15 * random.uniform(),
    freckles: !dark && random.uniform() < 0.15,
    beard:
      /short|parted|buzz|curly/.test(hairStyle) && random.uniform() < 0.3
        ? random.uniform() < 0.5
          ? 'full'
          : 'stubble'
        : 'none',
    glasses: random.uniform() < 0.16,
  };
}

/** Linear interpolation of two colours. */
export const mix = (from: Colour, to: Colour, share: number): Colour => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

/** Darker (below 1) or lighter (above 1). */
export const shade = ([red, green, blue]: Colour, factor: number): Colour => [
  red * factor,
  green * factor,
  blue * factor,
];
