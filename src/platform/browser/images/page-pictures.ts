// Opens pictures in a page: from a URL, from bytes, or anything drawable.
import { MpaferError } from '../../../core/errors.ts';
import { longestPicture } from '../../../recognise/byte-stream.ts';
import { fetchBytes } from '../../../recognise/fetch-bytes.ts';
import type { PictureHost } from '../../../recognise/read-picture.ts';
import { requireScheme } from '../../../recognise/require-scheme.ts';
import { pageScheme } from '../files/page-scheme.ts';
import { decodeImage } from './decode-image.ts';
import { drawPicture } from './draw-picture.ts';

/** @param base the URL that relative addresses are resolved against */
export const pagePictures = (base: string): PictureHost => ({
  async load(address, signal) {
    requireScheme(address, { code: 'image', verb: 'Cannot read', ...pageScheme(base) });
    const { href } = resolved(address, base);
    return fetchBytes(fetch, href, { code: 'image', signal, limit: longestPicture, refusePages: false });
  },
  decode: decodeImage,
  draw: drawPicture,
});

/** @throws MpaferError `image` */
function resolved(address: string, base: string): URL {
  if (URL.canParse(address, base)) return new URL(address, base);
  throw new MpaferError('image', `Cannot read "${address}": it is not a valid address`);
}
