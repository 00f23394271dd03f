// Pictures of the faces of a project: added once, removed, and compared.
import { decodeImage, MpaferError, type RgbImage } from 'mpafer';
import type { WorkContext } from '../../../port.ts';
import { opened } from '../open-project.ts';
import { facePath, pngOf } from '../pictures.ts';
import type { WorkProgress } from './work-progress.ts';

/** A larger picture is a photograph, in which a face is to be found. */
const largestCrop = 512;

export const pictureCalls = {
  /** Writes pictures; gives their paths, in order. */
  async addPictures({ crops }: { readonly crops: readonly RgbImage[] }): Promise<string[]> {
    const { files, faces } = opened();
    const known = new Set(faces.map(({ path }) => path));
    const paths: string[] = [];
    for (const crop of crops) {
      const path = await facePath(crop);
      if (!known.has(path)) await files.write(path, await pngOf(crop));
      known.add(path);
      paths.push(path);
    }
    return paths;
  },

  /** A picture that is a face crop already, as it is. */
  async crop({ file }: { readonly file: File }): Promise<RgbImage> {
    const image = await decodeImage(new Uint8Array(await file.arrayBuffer()), file.name);
    if (Math.max(image.width, image.height) <= largestCrop) return image;
    throw new MpaferError(
      'image',
      `Cannot take "${file.name}" as a face crop: it is ${image.width} x ${image.height}; expected at most ${largestCrop} pixels a side`,
      { hint: 'Let the studio find the face in it' },
    );
  },

  async removePictures({ paths }: { readonly paths: readonly string[] }): Promise<void> {
    for (const path of paths) await opened().files.remove(path);
  },

  async nearTwins(_: object, { signal, report }: WorkContext) {
    const { nearTwins } = await import('../near-twins.ts');
    return nearTwins(signal, (done, of) => report({ what: 'Comparing faces', done, of } satisfies WorkProgress));
  },
};
