// Pictures of this machine and of the web, by path or address.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MpaferError } from '../../../core/errors.ts';
import { fetchBytes } from '../../../recognise/fetch-bytes.ts';
import type { PictureHost } from '../../../recognise/read-picture.ts';
import { readReason } from '../files/read-reason.ts';
import { readAway } from './workers/image-workers.ts';

/** No photograph of 100 megapixels needs more. */
const longestDownload = 512 * 2 ** 20;

export const nodePictures: PictureHost = {
  async load(address, signal) {
    if (/^https?:/i.test(address)) {
      return fetchBytes(fetch, address, { code: 'image', signal, limit: longestDownload, refusePages: false });
    }
    try {
      return await readFile(/^file:/i.test(address) ? fileURLToPath(address) : address);
    } catch (cause) {
      throw new MpaferError('image', `Cannot read "${address}": ${readReason(cause)}`, { cause });
    }
  },
  decode: (bytes, name) => readAway({ bytes, name }),
};
