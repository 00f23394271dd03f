// Thumbnails of faces for a page, and the notice at its top.
import { resizeToSquare } from '../clip/preprocess.ts';
import type { Sample } from '../data/dataset.ts';
import { pngUrl } from '../platform/node/images/encode-image.ts';

const side = 96;

/** Thumbnails as `data:` URLs, by face id. */
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

/** The notice of a page on drawn faces, or with pictures of people. */
export function pageNotice(isDrawn: boolean, hasPictures: boolean): string | undefined {
  if (isDrawn) return 'These numbers are for drawn faces: they say nothing about people';
  return hasPictures
    ? 'This page contains pictures of faces from the data set: keep it where you keep the data and do not publish it. It can also be written without pictures'
    : undefined;
}
