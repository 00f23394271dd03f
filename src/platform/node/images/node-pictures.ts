// Pictures of this machine and of the web, by path or address.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MpaferError } from '../../../core/errors.ts';
import { longestPicture } from '../../../recognise/byte-stream.ts';
import { fetchBytes } from '../../../recognise/fetch-bytes.ts';
import type { PictureHost } from '../../../recognise/read-picture.ts';
import { requireScheme } from '../../../recognise/require-scheme.ts';
import { readReason } from '../files/read-reason.ts';
import { readAway } from './workers/image-workers.ts';

export const nodePictures: PictureHost = {
  async load(address, signal) {
    requireScheme(address, {
      code: 'image',
      verb: 'Cannot read',
      accepts: (scheme) => ['http', 'https', 'file'].includes(scheme),
      expected: 'a path, or an address by http:, https:, file: or data:',
    });
    if (/^https?:/i.test(address)) {
      return fetchBytes(fetch, address, { code: 'image', signal, limit: longestPicture, refusePages: false });
    }
    try {
      return await readFile(/^file:/i.test(address) ? fileURLToPath(address) : address);
    } catch (cause) {
      const unexpanded = /^~[\\/]/.test(address) ? '; only shells take "~" for the home folder' : '';
      throw new MpaferError('image', `Cannot read "${address}": ${readReason(cause)}${unexpanded}`, { cause });
    }
  },
  decode: (bytes, name) => readAway({ bytes, name }),
};
