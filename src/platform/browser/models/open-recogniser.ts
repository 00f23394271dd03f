// Opens a recogniser in a page with one call.
import { loadClip } from '../../../clip/load-clip.ts';
import { MpaferError } from '../../../core/errors.ts';
import { expressions } from '../../../data/expressions.ts';
import { type BrowserEngineOptions, browserEngine } from '../../../engine/browser/browser-engine.ts';
import { baseAddress, findPageFolder, folderAddress, requirePage } from '../../../engine/browser/page-folder.ts';
import type { Engine } from '../../../engine/engine.ts';
import { defaultDescriptions } from '../../../method/default-descriptions.ts';
import type { WebByteStream } from '../../../recognise/byte-stream.ts';
import { readCheckpoint } from '../../../recognise/checkpoint.ts';
import type { ExpressionRecogniser } from '../../../recognise/expression-recogniser.ts';
import { fetchBytes } from '../../../recognise/fetch-bytes.ts';
import { loadRun, type Recogniser } from '../../../recognise/load-run.ts';
import { openWith } from '../../../recognise/open-with.ts';
import type { RawPixels } from '../../../recognise/pixels.ts';
import {
  type RecogniserOptions,
  type RunRequest,
  runRequest,
  type ZeroShotRun,
} from '../../../recognise/recogniser-options.ts';
import { requireScheme } from '../../../recognise/require-scheme.ts';
import { zeroShotRecogniser } from '../../../recognise/zero-shot.ts';
import { pageScheme } from '../files/page-scheme.ts';
import { pagePictures } from '../images/page-pictures.ts';
import { pageVideos, type Video } from '../video/page-videos.ts';
import { fetchFaceModels } from './face-models.ts';
import { fetchedModelFolder } from './model-folder.ts';

/** Any picture in a page: an address or `data:` URL, the bytes of an image file or a stream of them, a Blob, File or Response, pixels, or anything drawable. */
export type Picture =
  | string
  | URL
  | ArrayBuffer
  | Uint8Array
  | Blob
  | Response
  | WebByteStream
  | RawPixels
  | ImageData
  | ImageBitmap
  | HTMLCanvasElement
  | OffscreenCanvas
  | HTMLImageElement
  | HTMLVideoElement
  | VideoFrame;

/** Options of `openRecogniser` in a page. */
export interface PageRecogniserOptions
  extends Omit<RecogniserOptions, 'clip'>,
    Pick<BrowserEngineOptions, 'runtimeUrl' | 'workerUrl'> {
  /** URL of the CLIP folder; by default the bundled `face-clip/` among the assets. */
  readonly clip?: string | URL | undefined;
  /** URL of the folder that `mpafer web-assets` writes; by default `mpafer/` beside the page, or beside a folder above it. */
  readonly assets?: string | URL | undefined;
}

/** The files of the CLIP that ships. */
const shippedFiles = ['config.json', 'model.safetensors', 'tokenizer.json'];

/**
 * Opens a facial expression recogniser. Pictures are whole photographs, unless the option `faces` says `crop`; they never leave the page.
 *
 * @param run the name of a pack among the assets (`fer2013` by default), the address of a run folder or of a `.safetensors` file, or
 *   `{ run: 'zero-shot', classes, descriptions }` for classes of your own
 * @throws MpaferError `usage` or `host` for options; `run` or `model` with the address when nothing is there, or a web page is;
 *   `checkpoint` or `safetensors` when it is damaged or belongs to another CLIP; `descriptions` for a class without one; `aborted`
 * @example
 * ```ts page (runs in a browser; test/browser/open-recogniser.test.ts does)
 * import { openRecogniser } from 'mpafer';
 * await using recogniser = await openRecogniser();
 * const result = await recogniser.recognise(document.querySelector('img')!);
 * console.log(result.faces[0]?.expression, result.faces[0]?.confidence);
 * ```
 */
export async function openRecogniser(
  run?: string | URL | ZeroShotRun,
  { clip, assets, runtimeUrl, workerUrl, ...options }: PageRecogniserOptions = {},
): Promise<ExpressionRecogniser<Picture, Video>> {
  const request = runRequest(run);
  requirePage();
  const { provider, threads } = options;
  const base = baseAddress();
  return openWith<Picture, Video>(options, {
    providers: ['cpu', 'wasm', 'webgpu'],
    pictures: pagePictures(base),
    videos: pageVideos(base),
    engine: () =>
      browserEngine({
        ...(provider === 'webgpu' && { provider }),
        ...(threads !== undefined && { threads }),
        ...(assets !== undefined && { assets }),
        ...(runtimeUrl !== undefined && { runtimeUrl }),
        ...(workerUrl !== undefined && { workerUrl }),
      }),
    open: (engine) => open(engine, request, { ...options, clip, assets, base }),
    faceModels: async () => fetchFaceModels(await findPageFolder(assets), options),
  });
}

interface Places extends Pick<PageRecogniserOptions, 'clip' | 'assets'> {
  readonly base: string;
}

async function open(
  engine: Engine,
  request: RunRequest,
  { clip: model, assets, base, precision, signal, onProgress }: Omit<RecogniserOptions, 'clip'> & Places,
): Promise<Recogniser> {
  const follow = { signal, onProgress };
  if (model !== undefined)
    requireScheme(String(model), { code: 'model', verb: 'Cannot open CLIP', ...pageScheme(base) });
  const openClip = async () =>
    loadClip(
      model === undefined
        ? fetchedModelFolder(new URL('face-clip/', await findPageFolder(assets)), shippedFiles, follow)
        : fetchedModelFolder(folderAddress(model), undefined, follow),
    );
  if (request.run === 'zero-shot') {
    const { classes = expressions, descriptions = defaultDescriptions, hardPrompt, prior } = request as ZeroShotRun;
    return zeroShotRecogniser(engine, await openClip(), classes, descriptions, { hardPrompt, prior, precision });
  }
  requireScheme(request.run, { code: 'run', verb: 'Cannot open run', ...pageScheme(base) });
  const { href } = await checkpointAddress(request.run, assets, base);
  const [bytes, clip] = await Promise.all([
    fetchBytes(fetch, href, { code: 'run', signal, onProgress }).catch((error: unknown) =>
      withNames(error, request.run),
    ),
    openClip(),
  ]);
  return loadRun(engine, clip, readCheckpoint(bytes, href), { name: href, precision });
}

/** A bare word is a pack among the assets; anything else is the URL of a file or a run folder. */
async function checkpointAddress(run: string, assets: string | URL | undefined, base: string): Promise<URL> {
  if (/^[\w-]+$/.test(run)) return new URL(`packs/${run}.safetensors`, await findPageFolder(assets));
  return /\.safetensors([?#].*)?$/.test(run)
    ? new URL(run, base)
    : new URL('checkpoints/best.safetensors', folderAddress(run));
}

/** A page that names a pack may not expect an error about a URL. */
function withNames(error: unknown, run: string): never {
  if (!(error instanceof MpaferError) || error.code !== 'run') throw error;
  throw new MpaferError('run', error.message, {
    hint: `Serve "${run}" there, or give the address of the package's assets as the option assets`,
    cause: error,
  });
}
