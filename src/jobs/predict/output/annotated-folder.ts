// A folder of copies of pictures with their faces drawn in: never over an original, never read as input.
import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { MpaferError } from '../../../core/errors.ts';
import { json } from '../../../core/json.ts';
import { faceWords } from '../../../evaluate/face-words.ts';
import { makeFolder } from '../../../platform/node/files/make-folder.ts';
import { onDisk, writeFile } from '../../../platform/node/files/write-file.ts';
import { drawMarks } from '../../../platform/node/images/draw-faces.ts';
import { nodePictures } from '../../../platform/node/images/node-pictures.ts';
import { readPicture } from '../../../recognise/read-picture.ts';
import type { PictureInput } from '../picture-inputs.ts';
import type { Prediction } from '../prediction.ts';

/** Readers of data sets and of folders recognise the folder by this file and skip it. */
const mark = 'annotated.json';

/** Distinct on light and dark skin, and in grey; one for each class, in turn. */
const colours = ['#5a6472', '#1b7f4d', '#2456a4', '#8a5a00', '#6b3fa0', '#3f6f14', '#a3262a', '#8c2f6b'] as const;

export interface AnnotatedFolder {
  /** Draws the faces of a picture; nothing where there are none. @throws MpaferError `disk` */
  add(input: PictureInput, prediction: Prediction): Promise<void>;
}

/**
 * @param classes of the recogniser
 * @throws MpaferError `run` when the folder has other files: a copy might replace an original; `disk`
 */
export async function openAnnotatedFolder(folder: string, classes: readonly string[]): Promise<AnnotatedFolder> {
  await makeFolder(folder);
  const names = await onDisk(folder, () => readdir(folder));
  if (names.length > 0 && !names.includes(mark)) {
    throw new MpaferError(
      'run',
      `Cannot write annotated copies into "${folder}": it has other files; expected a new or empty folder`,
    );
  }
  await writeFile(join(folder, mark), json({ content: 'copies of pictures with their faces drawn in, by mpafer' }));
  return {
    async add(input, prediction) {
      if (prediction.faces.length === 0) return;
      const marks = prediction.faces.map((face) => ({
        ...face.box,
        text: faceWords(face),
        colour: colours[Math.max(0, classes.indexOf(face.expression)) % colours.length]!,
      }));
      const path = join(folder, copyName(prediction.file));
      await makeFolder(dirname(path));
      await writeFile(path, await drawMarks(await readPicture(input, nodePictures), marks));
    },
  };
}

/** The path from the working folder, or from the root where it is outside: pictures of one name in two folders stay apart. */
export function copyName(file: string): string {
  const path = /^[a-z][a-z+.-]+:\/\//i.test(file) ? file.replace(/^[^:]*:\/\//, 'web/') : pathOf(file);
  const parts = path.split(/[\\/]+/).filter((part) => !['', '.', '..'].includes(part));
  return `${join(...parts.map((part) => part.replace(/[<>:"|?*]/g, '_')), '') || 'picture'}.jpg`;
}

function pathOf(file: string): string {
  const below = relative('.', file);
  return below.startsWith('..') || isAbsolute(below) ? resolve(file) : below;
}
