// Whether a path is a video: by the extension of its name, or by its first bytes where that says nothing.
import { open } from 'node:fs/promises';
import { extname } from 'node:path';

const extensions =
  /^\.(3gp|asf|avi|dv|flv|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|mxf|ogm|ogv|qt|rm|ts|vob|webm|wmv|y4m|yuv4mpeg)$/i;

/** Names of pictures, which are never looked into. */
const pictures = /^\.(avif|bmp|gif|heic|heif|jpe?g|png|tiff?|webp)$/i;

/** False for what does not exist, and for folders. */
export async function isVideo(path: string): Promise<boolean> {
  const extension = extname(/^https?:/i.test(path) ? new URL(path).pathname : path);
  if (extensions.test(extension)) return true;
  if (pictures.test(extension) || /^https?:/i.test(path)) return false;
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer } = await file.read(new Uint8Array(16), 0, 16, 0);
    return looksLikeVideo(buffer);
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/** MP4 and MOV (but not AVIF and HEIC, which are pictures), Matroska and WebM, AVI, MPEG, FLV. */
function looksLikeVideo(bytes: Uint8Array): boolean {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(4, 8) === 'ftyp') return !/^(avi[fs]|hei[cfsx]|hev[cx]|mif1|msf1)$/.test(text(8, 12));
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (['1a45dfa3', '000001ba', '000001b3'].includes(start)) return true;
  return (text(0, 4) === 'RIFF' && text(8, 12) === 'AVI ') || text(0, 3) === 'FLV';
}
