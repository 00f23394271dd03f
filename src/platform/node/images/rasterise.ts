// A drawing as pixels: the PNG of an SVG, on white, at twice its size, for slides and papers.
import { loadSharp } from './sharp.ts';

/** Dots an inch at which a unit of an SVG is a pixel. */
const unitDensity = 72;

/** @param svg a file that stands alone; text is drawn with the fonts of this machine */
export const pngOf = async (svg: string, scale = 2): Promise<Uint8Array> =>
  (await loadSharp())(Buffer.from(svg), { density: unitDensity * scale })
    .flatten({ background: '#ffffff' })
    .png()
    .toBuffer();
