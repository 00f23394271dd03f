// The face boxes of RAF-DB's original photographs: `Annotation/boundingbox/train_00001_boundingbox.txt`.
import { MpaferError } from '../../../core/errors.ts';
import { byCodeUnit } from '../../by-code-unit.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { limit } from '../../limit.ts';
import { utf8 } from '../../text-lines.ts';
import type { FaceBox } from '../layout/face-box.ts';
import { folderContent } from '../layout/image-files.ts';
import type { RafdbImage } from './rafdb-layout.ts';

const place = 'Annotation/boundingbox';

/** Adds boxes to the images; if the release's boxes were not unpacked, returns them unchanged with a note. */
export async function withBoxes(
  host: DataHost,
  root: string,
  images: readonly RafdbImage[],
  notes: string[],
): Promise<{ readonly boxed: boolean; readonly images: readonly RafdbImage[] }> {
  const [parent, folder] = place.split('/') as [string, string];
  const top = await folderContent(host, root);
  const inside = top.folders.includes(parent) ? (await folderContent(host, joinPath(root, parent))).folders : [];
  if (!inside.includes(folder)) {
    notes.push(`the photographs are used whole: found no ${place}/ to cut the faces out by`);
    return { boxed: false, images };
  }
  const atOnce = limit(32);
  const failures: string[] = [];
  const boxed = await Promise.all(
    images.map((image) =>
      atOnce(async () => {
        const stem = image.id.slice(image.id.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
        const file = joinPath(root, place, `${stem}_boundingbox.txt`);
        const box = await host.read(file).then(
          (bytes) => boxIn(utf8(bytes, file)),
          (error: unknown) => {
            if (error instanceof MpaferError) return undefined;
            throw error;
          },
        );
        if (box === undefined) failures.push(file);
        return box === undefined ? image : { ...image, box };
      }),
    ),
  );
  if (failures.length === 0) return { boxed: true, images: boxed };
  failures.sort(byCodeUnit);
  const others = failures.length === 1 ? '' : ` (and ${failures.length - 1} more like it)`;
  throw new MpaferError(
    'data',
    `Cannot read the box "${failures[0]}": it is missing or not left, top, right, bottom${others}`,
    { hint: 'Unpack the annotations again, or use the aligned images with images=aligned' },
  );
}

/** Left, top, right and bottom, separated by blanks or commas. */
function boxIn(text: string): FaceBox | undefined {
  const numbers = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [left = 0, top = 0, right = 0, bottom = 0] = numbers;
  const fits = numbers.length === 4 && numbers.every(Number.isFinite) && right > left && bottom > top;
  return fits ? { left, top, right, bottom } : undefined;
}
