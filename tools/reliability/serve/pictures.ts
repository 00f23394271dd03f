// Pictures for the campaign: drawn faces as PNG and JPEG files, a larger photograph, and what `predict` says of each.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { random } from '../../../src/core/random.ts';
import { synthetic } from '../../../src/data/synthetic/synthetic.ts';
import { encodePng } from '../../../src/platform/node/images/encode-image.ts';
import { mpafer } from '../../../test/support/command-line.ts';

export interface Picture {
  readonly bytes: Uint8Array;
  /** The probabilities of its faces by `predict`, as JSON. */
  readonly predicted: string;
  /** How `predict` looked for faces. */
  readonly mode: string;
}

export type Pictures = readonly Picture[];

/** The probabilities of the faces of a result, as JSON. */
export const numbersOf = (result: { readonly faces: readonly { readonly probabilities: unknown }[] }): string =>
  JSON.stringify(result.faces.map(({ probabilities }) => probabilities));

/** @param folder where the files are kept */
export async function makePictures(folder: string): Promise<Pictures> {
  const { samples } = synthetic({ random: random(1), size: 96 });
  const drawn = await Promise.all(samples.slice(0, 12).map(async (sample) => encodePng(await sample.read())));
  const portrait = 'assets/portraits/astronaut.png';
  const files = [
    ...drawn,
    await sharp(portrait).png().toBuffer(),
    await sharp(portrait).jpeg({ quality: 90 }).toBuffer(),
    await sharp(portrait).resize(1600).jpeg({ quality: 90 }).toBuffer(),
    await sharp('assets/portraits/astronaut-face.png').jpeg().toBuffer(),
  ];
  const paths = files.map((_, index) => join(folder, `${index}.png`));
  for (const [index, file] of files.entries()) await writeFile(paths[index]!, file);
  const { stdout, stderr } = await mpafer(['predict', '--json', ...paths]);
  if (stdout === '') throw new Error(stderr);
  const rows = JSON.parse(stdout) as { readonly mode: string; readonly faces: { readonly probabilities: unknown }[] }[];
  return files.map((bytes, index) => ({
    bytes: new Uint8Array(bytes),
    predicted: numbersOf(rows[index]!),
    mode: rows[index]!.mode,
  }));
}
