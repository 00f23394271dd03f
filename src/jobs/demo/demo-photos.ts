// The photos that the demo begins with: a portrait as it was taken, and a collage of it and of drawn faces. Faces found, recognised, drawn.
import { readFile } from 'node:fs/promises';
import { openDataset } from '../../data/open-dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import { packageFile } from '../../engine/node/package-files.ts';
import { faceWords } from '../../evaluate/face-words.ts';
import type { PhotoRecord } from '../../evaluate/run-report.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { collage } from '../../platform/node/images/collage.ts';
import { decodeImage } from '../../platform/node/images/decode-image.ts';
import { drawMarks } from '../../platform/node/images/draw-faces.ts';
import { openRecogniser } from '../../platform/node/models/open-recogniser.ts';
import type { FaceExpression } from '../../recognise/expression-recogniser.ts';

/** Eileen Collins, smiling. */
export const portrait = {
  file: 'assets/portraits/astronaut.jpg',
  credit: 'astronaut Eileen Collins, NASA, public domain',
} as const;

export interface DemoPhoto {
  readonly name: string;
  readonly faces: readonly FaceExpression[];
  /** A JPEG file: the picture with its faces drawn in. */
  readonly annotated: Uint8Array;
}

/** The photo as reports show it. */
export const photoRecord = ({ name, faces, annotated }: DemoPhoto): PhotoRecord => ({
  image: `data:image/jpeg;base64,${Buffer.from(annotated).toString('base64')}`,
  title: name === 'portrait' ? `A photo as it was taken (${portrait.credit})` : 'A collage of it and of drawn faces',
  faces: faces.map(({ expression, confidence, unsure, status }) => ({ expression, confidence, unsure, status })),
});

/** Recognises the two photos. @throws MpaferError `model`, `host` */
export async function* demoPhotos(engine: Engine): AsyncGenerator<DemoPhoto, void> {
  const bytes = await readFile(packageFile(portrait.file));
  const photos = { portrait: bytes, collage: await collageOf(bytes) };
  await using recogniser = await openRecogniser(undefined, { engine });
  for (const [name, picture] of Object.entries(photos)) {
    const { faces } = await recogniser.recognise(picture);
    const marks = faces.map((face) => ({
      ...face.box,
      text: faceWords(face),
      colour: face.unsure ? '#8a5a00' : '#1b7f4d',
    }));
    yield { name, faces, annotated: await drawMarks(await decodeImage(picture, name), marks) };
  }
}

/** The portrait as it is, mirrored and tilted, and small; and drawn faces, which are nobody's. */
async function collageOf(bytes: Uint8Array): Promise<Uint8Array> {
  const image = await decodeImage(bytes, 'the portrait');
  const { samples } = await openDataset('synthetic:?count=32&size=160&seed=7', nodeDataHost);
  const drawn = await Promise.all(samples.slice(0, 3).map((sample) => sample.read()));
  return collage(960, 640, [
    { image, left: 20, top: 20, width: 400 },
    { image, left: 450, top: 30, width: 300, turn: -12, mirrored: true },
    { image, left: 800, top: 60, width: 140 },
    ...drawn.map((face, index) => ({ image: face, left: 100 + 280 * index, top: 450, width: 160 })),
  ]);
}
