// A recogniser in one call, in Node.
import { fileURLToPath } from 'node:url';
import { expressions } from '../../../data/expressions.ts';
import type { Engine } from '../../../engine/engine.ts';
import { nodeEngine } from '../../../engine/node/node-engine.ts';
import { defaultDescriptions } from '../../../method/default-descriptions.ts';
import type { ByteStream } from '../../../recognise/byte-stream.ts';
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
import { nodePictures } from '../images/node-pictures.ts';
import { loadSharp } from '../images/sharp.ts';
import { nodeVideos, type Video } from '../video/open-video.ts';
import { faceModels } from './face-models.ts';
import { embeddedClip, openClip } from './models.ts';
import { openRun } from './open-run.ts';
import { readingShipped } from './shipped-files.ts';

/** Any picture in Node: a path, address or `data:` URL, the bytes of an image file or a stream of them, a Blob or Response, or raw pixels. */
export type Picture = string | URL | ArrayBuffer | Uint8Array | Blob | Response | ByteStream | RawPixels;

/**
 * Opens a recogniser of facial expressions. Pictures are whole photographs, unless the option `faces` says `crop`; they never leave this
 * machine.
 *
 * @param run the name of a pack that ships (`fer2013`, the default, or `ferplus`), a run folder, a checkpoint file, the address of one,
 *   or `{ run: 'zero-shot', classes, descriptions }` for classes of your own
 * @throws MpaferError `usage` or `host` for options; `run`, `checkpoint`, `safetensors` or `model` when there is none, or it is damaged or
 *   belongs to another CLIP; `descriptions` for a class without one; `aborted`
 * @example
 * ```ts
 * import { openRecogniser } from 'mpafer';
 * await using recogniser = await openRecogniser();
 * const { status, faces } = await recogniser.recognise('assets/portraits/astronaut.png');
 * console.log(status, faces.length, faces[0]?.expression); // ok 1 happiness
 * ```
 */
export async function openRecogniser(
  run?: string | URL | ZeroShotRun,
  options: RecogniserOptions = {},
): Promise<ExpressionRecogniser<Picture, Video>> {
  const request = runRequest(run);
  const opening = openWith<Picture, Video>(options, {
    providers: ['cpu', 'wasm', 'webgpu', 'cuda', 'auto'],
    pictures: nodePictures,
    videos: nodeVideos,
    engine() {
      const { provider, threads } = options;
      return nodeEngine({
        waiting: 'sleep',
        ...(provider === 'wasm' ? { runtime: 'wasm' } : { provider: provider ?? 'cpu' }),
        ...(threads !== undefined && { threads }),
      });
    },
    open: (engine) => open(whileCompiling(engine, loadSharp), request, options),
    faceModels,
  });
  return readingShipped(opening);
}

async function open(engine: Engine, request: RunRequest, options: RecogniserOptions): Promise<Recogniser> {
  const { precision, signal, onProgress } = options;
  const clip = options.clip === undefined ? undefined : pathOf(options.clip);
  if (clip !== undefined) {
    requireScheme(clip, {
      code: 'model',
      verb: 'Cannot open CLIP',
      accepts: () => false,
      expected: 'its name, folder or file',
      hint: 'Pull a model of the hub first, and give its name; in a page, a CLIP is opened by its address',
    });
  }
  if (request.run === 'zero-shot') {
    const { classes = expressions, descriptions = defaultDescriptions, hardPrompt, prior } = request as ZeroShotRun;
    const model = await openClip(clip ?? embeddedClip);
    return zeroShotRecogniser(engine, model, classes, descriptions, { hardPrompt, prior, precision });
  }
  requireScheme(request.run, {
    code: 'run',
    verb: 'Cannot open run',
    accepts: (scheme) => ['http', 'https', 'file'].includes(scheme),
    expected: 'the name of a pack, a path, or an address by http:, https: or file:',
  });
  if (!/^https?:/i.test(request.run)) {
    return (await openRun(engine, pathOf(request.run), { clip, precision })).recogniser;
  }
  const bytes = await fetchBytes(fetch, request.run, { code: 'run', signal, onProgress });
  const checkpoint = readCheckpoint(bytes, request.run);
  return loadRun(engine, await openClip(clip ?? embeddedClip), checkpoint, { name: request.run, precision });
}

/** The engine's thread compiles the program while this one does the work: what fails there shows where it is needed. */
const whileCompiling = (engine: Engine, work: () => Promise<unknown>): Engine => ({
  ...engine,
  compile(outputs) {
    const program = engine.compile(outputs);
    setImmediate(() => work().catch(() => {}));
    return program;
  },
});

const pathOf = (path: string): string => (/^file:/i.test(path) ? fileURLToPath(path) : path);
