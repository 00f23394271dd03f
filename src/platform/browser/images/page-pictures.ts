// Pictures of a page: by address, as bytes, and what it draws.
import { fetchBytes } from '../../../recognise/fetch-bytes.ts';
import type { PictureHost } from '../../../recognise/read-picture.ts';
import { decodeImage } from './decode-image.ts';
import { drawPicture } from './draw-picture.ts';

/** No photograph of 100 megapixels needs more. */
const longestDownload = 512 * 2 ** 20;

/** @param base what addresses are relative to */
export const pagePictures = (base: string): PictureHost => ({
  load: (address, signal) =>
    fetchBytes(fetch, new URL(address, base).href, {
      code: 'image',
      signal,
      limit: longestDownload,
      refusePages: false,
    }),
  decode: decodeImage,
  draw: drawPicture,
});
