// Viewing conditions of a drawn face: pose, light, background, occlusion and image noise.
import type { Random } from '../../core/random.ts';
import type { Expression } from '../expressions.ts';
import type { Colour } from './canvas.ts';

export interface Scene {
  /** Angles in radians: yaw turns to the right of the picture, pitch up, roll clockwise. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Half the height of the head as a share of the picture's side. */
  readonly zoom: number;
  /** Position of the head's centre, as shares of the side. */
  readonly centre: readonly [x: number, y: number];
  /** Direction of the light, -1 to 1 each, and how strongly it shades the face. */
  readonly light: readonly [x: number, y: number];
  readonly contrast: number;
  readonly brightness: number;
  readonly background: readonly [upper: Colour, lower: Colour];
  readonly occluder: 'none' | 'hand' | 'bar';
  /** Standard deviation of the noise, in grey levels (0-255). */
  readonly noise: number;
}

export function sceneOf(expression: Expression, random: Random): Scene {
  const about = (value: number, spread: number) => value + spread * (2 * random.uniform() - 1);
  const hue = random.uniform();
  const pale = 0.35 + 0.4 * random.uniform();
  const upper = tinted(hue, pale, about(205, 40));
  const draw = random.uniform();
  return {
    yaw: 0.16 * random.normal(),
    // Contempt lifts the chin.
    pitch: about(expression === 'contempt' ? 0.1 : 0, 0.1),
    roll: 0.07 * random.normal(),
    zoom: about(0.5, 0.03),
    centre: [about(0.5, 0.025), about(0.505, 0.025)],
    light: [about(0, 0.9), about(-0.5, 0.4)],
    contrast: about(0.22, 0.12),
    brightness: about(0.97, 0.11),
    background: [upper, tinted((hue + 0.08) % 1, pale, about(165, 40))],
    occluder: draw < 0.05 ? 'hand' : draw < 0.09 ? 'bar' : 'none',
    noise: 4 * random.uniform() ** 2,
  };
}

/** A colour of a hue (0 to 1) and brightness, the greyer the paler. */
function tinted(hue: number, pale: number, value: number): Colour {
  const channel = (shift: number) => value * (1 - (1 - pale) * 0.5 * (1 + Math.cos(2 * Math.PI * (hue + shift))));
  return [channel(0), channel(1 / 3), channel(2 / 3)];
}
