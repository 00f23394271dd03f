// The four lines of a mouth, in face units, as shaped by the action units.
import type { FacialAction } from './action-units.ts';
import type { Point } from './canvas.ts';
import type { Person } from './person.ts';

export interface MouthShape {
  /** Each from the left corner to the right. */
  readonly outerUpper: readonly Point[];
  readonly innerUpper: readonly Point[];
  readonly innerLower: readonly Point[];
  readonly outerLower: readonly Point[];
  /** Height of the opening at its middle. */
  readonly gap: number;
}

const count = 17;

export function mouthShape({ mouthWidth, lips }: Person, { units, side }: FacialAction): MouthShape {
  const { AU9, AU10, AU12, AU14, AU15, AU17, AU20, AU23, AU24, AU25, AU26 } = units;
  const smile = (s: number) => (side === 0 || side === s ? AU12 : -0.06 * AU12);
  const dimple = (s: number) => (side === 0 || side === s ? AU14 : 0);
  const reach = (s: number) =>
    0.265 *
    mouthWidth *
    (1 +
      0.38 * smile(s) +
      0.14 * dimple(s) +
      0.42 * AU20 -
      0.26 * AU23 -
      0.1 * AU24 +
      0.06 * AU15 -
      0.3 * AU26 * (1 - AU12) * (1 - AU20));
  const middle = 0.555 - 0.035 * AU17 - 0.03 * AU9 + 0.03 * AU26;
  const corner = (s: number) => middle - 0.15 * smile(s) - 0.05 * dimple(s) + 0.13 * AU15 + 0.03 * AU20 + 0.02 * AU10;
  const gap = Math.max(0, 0.12 * AU25 + 0.26 * AU26 + 0.03 * AU10 * AU25 - 0.06 * AU24);
  const thin = Math.max(0.25, 1 - 0.35 * AU23 - 0.6 * AU24 - 0.15 * AU12 - 0.2 * AU20);
  const upperLip = 0.05 * lips * thin;
  const lowerLip = 0.07 * lips * thin * (1 + 0.35 * AU17);
  // A smile bends the middle down, a raised chin and a raised lip bend it up.
  const bend = 0.045 * (smile(-1) + smile(1)) * 0.5 - 0.055 * AU15 - 0.03 * AU17;
  const top = middle + bend - 0.38 * gap - 0.075 * AU10 - 0.02 * AU9;
  const bottom = middle + bend + 0.62 * gap - 0.012 * AU10 * (1 - AU25);
  // Stretched and bared mouths are boxes, others lens-shaped.
  const square = 2 + 2.2 * Math.min(1, AU20) + 1.6 * Math.min(1, AU10) + 1.5 * Math.min(1, Math.max(0, AU23 * AU25));
  const lineAt = (height: number, power: number, bow = 0): Point[] =>
    Array.from({ length: count }, (_, index) => {
      const t = (2 * index) / (count - 1) - 1;
      const s = t < 0 ? -1 : 1;
      const flat = 1 - Math.abs(t) ** power;
      const y = corner(s) + (height - corner(s)) * flat;
      // Cupid's bow: a small dip in the middle of the upper lip.
      return [t * reach(s), y + bow * Math.max(0, 1 - (t / 0.3) ** 2)];
    });
  return {
    outerUpper: lineAt(Math.min(top, bottom) - upperLip, Math.max(2, square - 0.4), 0.35 * upperLip),
    innerUpper: lineAt(Math.min(top, bottom), square),
    innerLower: lineAt(bottom, 2 + 0.5 * (square - 2)),
    outerLower: lineAt(bottom + lowerLip, 2.2),
    gap: Math.max(0, bottom - top),
  };
}
