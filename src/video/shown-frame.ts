// A decoded frame as it is shown: its colours by the stream's own matrix, upright, with square pixels and ordinary tones.
import type { RgbImage } from '../core/image.ts';
import { resize } from '../image/resize.ts';
import { type QuarterTurn, rotateYuv } from '../image/rotate-yuv.ts';
import { fromHybridLogGamma, fromPerceptualQuantiser } from '../image/tone-map.ts';
import { rgbOfYuv, usualMatrix, type YuvImage, type YuvMatrix } from '../image/yuv.ts';

export interface DecodedFrame extends Omit<YuvImage, 'matrix'> {
  /** What the stream says: a name that ffmpeg or WebCodecs uses, or nothing that is known. */
  readonly matrix: string | null | undefined;
  /** Likewise. */
  readonly transfer: string | null | undefined;
  /** Degrees clockwise by which it is still to be turned. */
  readonly rotation?: QuarterTurn;
  /** Width of a pixel over its height, once it is upright. */
  readonly pixelAspect?: number;
}

const matrices: Readonly<Record<string, YuvMatrix>> = {
  bt709: 'bt709',
  smpte240m: 'bt709',
  bt470bg: 'bt601',
  smpte170m: 'bt601',
  fcc: 'bt601',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
  'bt2020-ncl': 'bt2020',
  'bt2020-cl': 'bt2020',
};

/** By ffmpeg's and WebCodecs' names of the curves of high dynamic range; other tones are shown as they are. */
const ordinary: Readonly<Record<string, (image: RgbImage) => RgbImage>> = {
  smpte2084: fromPerceptualQuantiser,
  pq: fromPerceptualQuantiser,
  'arib-std-b67': fromHybridLogGamma,
  hlg: fromHybridLogGamma,
};

export function shownFrame({ rotation = 0, pixelAspect = 1, transfer, ...decoded }: DecodedFrame): RgbImage {
  const { width, height } = decoded;
  // A stream that is filmed upright has the matrix of its lying sister.
  const usual = usualMatrix(Math.max(width, height), Math.min(width, height));
  const matrix = matrices[decoded.matrix ?? ''] ?? usual;
  const frame = rgbOfYuv(rotateYuv({ ...decoded, matrix }, rotation));
  const image = ordinary[transfer ?? '']?.(frame) ?? frame;
  const columns = Math.max(1, Math.round(image.width * pixelAspect));
  return columns === image.width ? image : resize(image, columns, image.height, undefined, 'bilinear');
}
