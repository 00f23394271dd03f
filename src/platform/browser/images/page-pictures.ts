// Opens pictures in a page: from a URL, from bytes, or anything drawable.
import { fetchBytes } from '../../../recognise/fetch-bytes.ts';
import type { PictureHost } from '../../../recognise/read-picture.ts';
import { decodeImage } from './decode-image.ts';
import { drawPicture } from './draw-picture.ts';

/** Enough for any photograph of 100 megapixels. */
const longestDownload = 512 * 2 ** 20;

/** @param base the URL that relative addresses are resolved against */
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
