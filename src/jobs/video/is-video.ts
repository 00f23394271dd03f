// Whether a path is a video: by the extension of its name, or by its first bytes where that says nothing.
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { looksLikeVideo } from '../../video/looks-like-video.ts';

const extensions =
  /^\.(3gp|asf|avi|dv|flv|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|mxf|ogm|ogv|qt|rm|ts|vob|webm|wmv|y4m|yuv4mpeg)$/i;

/** Names of pictures, which are never looked into. */
const pictures = /^\.(avif|bmp|gif|heic|heif|jpe?g|png|tiff?|webp)$/i;

/** Whether the name of a file, or an address's path, is that of a video. */
export const hasVideoName = (name: string): boolean => extensions.test(extname(name));

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
