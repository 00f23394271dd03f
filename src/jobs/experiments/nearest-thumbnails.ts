// Thumbnails of the faces nearest to each prototype.
import { resizeToSquare } from '../../clip/preprocess.ts';
import type { Sample } from '../../data/dataset.ts';
import { nearestFaces } from '../../experiments/prototype-quality.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import type { NearestFace } from '../../report/pages/prototype-page.ts';

const side = 64;

/** @param similarities of each face with each prototype @param count faces for each prototype; 0 reads no image */
export const nearestThumbnails = (
  samples: readonly Sample[],
  similarities: readonly (readonly number[])[],
  count: number,
): Promise<readonly (readonly NearestFace[])[]> =>
  Promise.all(
    nearestFaces(
      similarities,
      count,
      samples.map(({ group }) => group),
    ).map((faces, prototype) =>
      Promise.all(
        faces.map(async (face) => ({
          image: await pngUrl(resizeToSquare(await samples[face]!.read(), side)),
          label: samples[face]!.label,
          cosine: similarities[face]![prototype]!,
        })),
      ),
    ),
  );
