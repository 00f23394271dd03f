// A 5 x 7 bitmap font, so that a picture can label its rows on any platform.
import type { RgbImage } from '../../core/image.ts';

const width = 5;
const height = 7;
/** Each base-32 digit is a row of five dots. */
const glyphs: Readonly<Record<string, string>> = {
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhe',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hhha444',
  Z: 'v1248gv',
  0: 'ehjlphe',
  1: '4c4444e',
  2: 'eh1248v',
  3: 'v2421he',
  4: '26aiv22',
  5: 'vgu11he',
  6: '68guhhe',
  7: 'v124888',
  8: 'ehhehhe',
  9: 'ehhf12c',
  ' ': '0000000',
  '-': '000e000',
  '+': '044v440',
  ',': '0000c48',
  '.': '00000cc',
  '/': '01248g0',
  ':': '0cc0cc0',
  _: '000000v',
};
const unknown = 'eh12404';

/** Advance per letter in pixels. */
const advance = width + 1;

export const textWidth = (text: string, scale: number): number => text.length * advance * scale;

/** Draws black text in place, `scale` pixels per dot; lower case as capitals, clipped to the picture. */
export function drawText(image: RgbImage, text: string, left: number, top: number, scale: number): void {
  [...text].forEach((letter, place) => {
    const rows = glyphs[letter.toUpperCase()] ?? unknown;
    for (let y = 0; y < height * scale; y++) {
      const dots = Number.parseInt(rows[Math.floor(y / scale)]!, 32);
      for (let x = 0; x < width * scale; x++) {
        const set = (dots >> (width - 1 - Math.floor(x / scale))) & 1;
        const column = left + place * advance * scale + x;
        const row = top + y;
        if (set === 0 || column < 0 || row < 0 || column >= image.width || row >= image.height) continue;
        image.data.fill(0, (row * image.width + column) * 3, (row * image.width + column) * 3 + 3);
      }
    }
  });
}
