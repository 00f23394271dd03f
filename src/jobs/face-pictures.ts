// Small pictures of some faces, for pages that may hold them, and the words that such a page begins with.
import { resizeToSquare } from '../clip/preprocess.ts';
import type { Sample } from '../data/dataset.ts';
import { pngUrl } from '../platform/node/images/encode-image.ts';

const side = 96;

/** `data:` URLs by the faces' names. */
export async function facePictures(
  samples: readonly Sample[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(ids);
  const found = samples.filter(({ id }) => wanted.has(id));
  return new Map(
    await Promise.all(
      found.map(async (sample) => [sample.id, await pngUrl(resizeToSquare(await sample.read(), side))] as const),
    ),
  );
}

/** What must not be missed of a page: drawn faces, or pictures of people. */
export function pageNotice(isDrawn: boolean, hasPictures: boolean): string | undefined {
  if (isDrawn) return 'These numbers are of drawn faces: they say nothing about people';
  return hasPictures
    ? 'This file holds pictures of faces of the data set: keep it where you keep the data, and do not publish it. --no-pictures makes one without'
    : undefined;
}
