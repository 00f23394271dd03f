// Renders an SVG as PNG on white, at twice its size by default, for slides and papers.
import { loadSharp } from './sharp.ts';

/** Dots per inch at which one unit of an SVG is one pixel. */
const unitDensity = 72;

/** @param svg self-contained; text is drawn with the fonts of this machine */
export const pngOf = async (svg: string, scale = 2): Promise<Uint8Array> =>
  (await loadSharp())(Buffer.from(svg), { density: unitDensity * scale })
    .flatten({ background: '#ffffff' })
    .png()
    .toBuffer();
