// Any picture as decoded pixels: addresses, files, bytes, raw pixels, and whatever else the host can draw.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { wrongSides } from '../image/side-ratio.ts';
import { isByteStream, streamedBytes } from './byte-stream.ts';
import { type RawPixels, rgbPixels, tagOf } from './pixels.ts';

/** What reading pictures needs of its host. */
export interface PictureHost {
  /** The bytes behind a path or address. @throws MpaferError `image` when there are none */
  load(address: string, signal: AbortSignal | undefined): Promise<Uint8Array>;
  /** Decodes the bytes of an image file. @throws MpaferError `image` */
  decode(bytes: Uint8Array, name: string): Promise<RgbImage>;
  /** The pixels that a drawable object shows now; undefined where it is none. @throws MpaferError `image` when it cannot be read */
  draw?(drawable: object): Promise<RgbImage> | undefined;
}

/**
 * Reads one picture.
 *
 * @param picture a path, address or `data:` URL, a `URL`, the bytes of an image file, a `Blob`, `File` or `Response`, a stream of
 *   such bytes, raw pixels, or what the host draws
 * @throws MpaferError `image` that names the picture and never contains it; `aborted`
 */
export async function readPicture(picture: unknown, host: PictureHost, signal?: AbortSignal): Promise<RgbImage> {
  const image = await decoded(picture, host, signal);
  const wrong = wrongSides(image.width, image.height);
  if (wrong === undefined) return image;
  throw new MpaferError('image', `Cannot use ${JSON.stringify(pictureName(picture))}: it ${wrong}`);
}

async function decoded(picture: unknown, host: PictureHost, signal?: AbortSignal): Promise<RgbImage> {
  const name = pictureName(picture);
  if (typeof picture === 'string' || tagOf(picture) === 'URL') {
    const address = String(picture);
    if (/^data:/i.test(address)) return host.decode(dataUrlBytes(address), name);
    requireAddress(address);
    return host.decode(await host.load(address, signal), name);
  }
  if (isFileBytes(picture)) {
    requireAttached(picture);
    return host.decode(bytesOf(picture), name);
  }
  if (tagOf(picture) === 'Promise')
    throw new MpaferError('image', 'Cannot read a picture: found a Promise; expected its value, by await');
  if (typeof picture === 'object' && picture !== null) {
    requireOk(picture, name);
    if (isByteStream(picture)) return host.decode(await streamedBytes(picture, name, signal), name);
    const drawn = host.draw?.(picture);
    if (drawn !== undefined) return drawn;
    if ('data' in picture && 'width' in picture && 'height' in picture) return rgbPixels(picture as RawPixels);
    if ('arrayBuffer' in picture && typeof picture.arrayBuffer === 'function') {
      return host.decode(new Uint8Array(await fileContent(picture as FileLike, name)), name);
    }
  }
  throw new MpaferError('image', `Cannot read a picture: found ${name}; expected ${kinds}`);
}

const kinds =
  'a path or address, the bytes of an image file or a stream of them, a Blob, or pixels as { data, width, height }';

/** An answer that says that there is no picture is named by its status, not by what came in the picture's place. */
function requireOk(picture: object, name: string): void {
  const { ok, status } = picture as { readonly ok?: unknown; readonly status?: unknown };
  if (tagOf(picture) !== 'Response' || ok !== false) return;
  throw new MpaferError('image', `Cannot read "${name}": the server answered ${status}`);
}

/** Blob, File, and the answer of `fetch`. */
interface FileLike {
  arrayBuffer(): Promise<ArrayBuffer>;
}

const fileContent = (file: FileLike, name: string): Promise<ArrayBuffer> =>
  file.arrayBuffer().catch((cause: Error) => {
    throw new MpaferError('image', `Cannot read "${name}": ${cause.message}`, { cause });
  });

type FileBytes = ArrayBuffer | Uint8Array | DataView;

/** Pixels without width and height are none: of the typed arrays, only bytes can be a file. */
const isFileBytes = (value: unknown): value is FileBytes =>
  ['ArrayBuffer', 'SharedArrayBuffer', 'Uint8Array', 'DataView'].includes(tagOf(value));

/** @throws MpaferError `image` for memory that `postMessage` or `structuredClone` gave to somebody else */
function requireAttached(source: FileBytes): void {
  const { detached } = (ArrayBuffer.isView(source) ? source.buffer : source) as { readonly detached?: boolean };
  if (detached !== true) return;
  throw new MpaferError(
    'image',
    `Cannot read a picture: the memory of its ${tagOf(source)} was transferred; expected bytes that are still here`,
  );
}

/** A view of the same memory, except for shared memory, which decoders do not take. */
function bytesOf(source: FileBytes): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return tagOf(view.buffer) === 'SharedArrayBuffer' ? new Uint8Array(view) : (view as Uint8Array<ArrayBuffer>);
}

/** Longer than any path that a system accepts in one part; what is longer is rather a picture as text. */
const longestAddress = 4096;

/** Names that are longer are cut in messages. */
const longestName = 200;

/** What to call a picture in messages and results: its path or address where it has one, otherwise its type. */
export function pictureName(picture: unknown): string {
  const address = pictureSource(picture);
  if (address !== undefined) return address.length > longestName ? `${address.slice(0, longestName)}...` : address;
  if (typeof picture === 'string') return /^data:/i.test(picture) ? 'data URL' : `text of ${picture.length} characters`;
  if (isFileBytes(picture)) return `${tagOf(picture)} of ${picture.byteLength} bytes`;
  if (picture === undefined || picture === null) return String(picture);
  if (isByteStream(picture)) return 'stream';
  if (tagOf(picture) === 'Object' && 'width' in (picture as object)) return 'pixels';
  return typeof picture === 'object' ? tagOf(picture) : typeof picture;
}

/** The path, address or file name; undefined where there is none, and for `data:` URLs, which are the picture itself. */
export function pictureSource(picture: unknown): string | undefined {
  if (typeof picture === 'string' || tagOf(picture) === 'URL') {
    const address = String(picture);
    if (/^data:/i.test(address) || unlikeAddress(address)) return undefined;
    // A password in an address is nobody's business.
    return address.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
  }
  const { name, url, path } = Object(picture) as Readonly<Record<'name' | 'url' | 'path', unknown>>;
  if (tagOf(picture) === 'File' && typeof name === 'string') return name;
  if (isByteStream(picture)) return typeof path === 'string' ? path : undefined;
  return tagOf(picture) === 'Response' && typeof url === 'string' && url !== '' ? url : undefined;
}

const unlikeAddress = (text: string): boolean =>
  text === '' || text.length > longestAddress || text.startsWith('<') || text.includes('\0') || isBase64(text);

/** Long, without a dot or a separator: no path, but what base64 looks like. */
const isBase64 = (text: string): boolean => text.length > 255 && /^[\w+/=-]+$/.test(text);

function requireAddress(text: string): void {
  if (!unlikeAddress(text)) return;
  throw new MpaferError(
    'image',
    `Cannot read a picture: found text of ${text.length} characters that is no path or address`,
    { hint: 'Give base64 with "data:image/jpeg;base64," in front, or as bytes' },
  );
}

/** @throws MpaferError `image` */
function dataUrlBytes(url: string): Uint8Array<ArrayBuffer> {
  const comma = url.indexOf(',');
  const isEncoded = /;base64$/i.test(url.slice(0, Math.max(comma, 0)).trim());
  try {
    if (comma < 0) throw new TypeError('No comma');
    const text = decodeURIComponent(url.slice(comma + 1).trim());
    if (!isEncoded) return new TextEncoder().encode(text);
    const binary = atob(text.replace(/\s/g, ''));
    return Uint8Array.from({ length: binary.length }, (_, index) => binary.charCodeAt(index));
  } catch {
    throw new MpaferError('image', 'Cannot read a picture: its data URL is not valid base64');
  }
}
