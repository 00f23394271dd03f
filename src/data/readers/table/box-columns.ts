// Finds the face box columns of a table, under common names whose meaning is unambiguous.
import type { FaceBox } from '../layout/face-box.ts';

/** Left, top, and either right and bottom or width and height. */
const forms: readonly { readonly names: readonly [string, string, string, string]; readonly sized: boolean }[] = [
  { names: ['face_x', 'face_y', 'face_width', 'face_height'], sized: true },
  { names: ['xmin', 'ymin', 'xmax', 'ymax'], sized: false },
  { names: ['x_min', 'y_min', 'x_max', 'y_max'], sized: false },
  { names: ['x1', 'y1', 'x2', 'y2'], sized: false },
  { names: ['left', 'top', 'right', 'bottom'], sized: false },
  { names: ['left', 'top', 'width', 'height'], sized: true },
  { names: ['bbox_x', 'bbox_y', 'bbox_width', 'bbox_height'], sized: true },
  { names: ['bbox_x', 'bbox_y', 'bbox_w', 'bbox_h'], sized: true },
];

/** What to do with boxes: crop the face, or use the whole picture. */
export const boxRules = ['crop', 'ignore'] as const;

export type BoxRule = (typeof boxRules)[number];

export interface BoxColumns {
  readonly columns: readonly string[];
  /** The box of a row, or a description of what is wrong with it. @param textAt returns the row's text in a column */
  of(textAt: (column: string) => string): FaceBox | { readonly wrong: string };
}

export function boxColumns(names: readonly string[]): BoxColumns | undefined {
  for (const { names: wanted, sized } of forms) {
    const columns = wanted.map((name) => names.find((own) => own.toLowerCase() === name));
    if (!columns.every((name) => name !== undefined)) continue;
    return {
      columns,
      of(textAt) {
        const texts = columns.map((name) => textAt(name).trim());
        const [left, top, third, fourth] = texts.map((text) => (text === '' ? Number.NaN : Number(text)));
        const right = sized ? left! + third! : third!;
        const bottom = sized ? top! + fourth! : fourth!;
        if (![left, top, right, bottom].every(Number.isFinite)) {
          return { wrong: `the box is "${texts.join(', ')}"; expected four numbers` };
        }
        if (right <= left! || bottom <= top!)
          return { wrong: `the box is ${texts.join(', ')}; expected one that is not empty` };
        return { left: left!, top: top!, right, bottom };
      },
    };
  }
  return undefined;
}
