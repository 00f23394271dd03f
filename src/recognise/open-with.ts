// Opens a recogniser on an engine: what fails on the way closes what was opened before.
import { MpaferError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { FaceFinder, FaceModels } from '../faces/face-finder.ts';
import type { FindOptions } from '../faces/find-options.ts';
import type { VideoHost } from '../video/video.ts';
import { type ExpressionRecogniser, expressionRecogniser } from './expression-recogniser.ts';
import type { Recogniser } from './load-run.ts';
import { foundFaces, wholePictures } from './picture-faces.ts';
import type { PictureHost } from './read-picture.ts';
import { checkRecogniserOptions, type RecogniserOptions, type RecogniserProvider } from './recogniser-options.ts';

/** What opening a recogniser needs of its host. */
export interface RecogniserHost {
  /** Where its engines can run programs. */
  readonly providers: readonly RecogniserProvider[];
  readonly pictures: PictureHost;
  readonly videos: VideoHost;
  engine(): Engine;
  /** Loads the models and compiles the program. */
  open(engine: Engine): Promise<Recogniser>;
  /** The models that find faces. */
  faceModels(): Promise<FaceModels>;
}

/** @throws MpaferError `usage` or `host` for options, `aborted`, and what the host throws */
export async function openWith<Picture, Video = string>(
  options: RecogniserOptions,
  { providers, pictures, videos, engine: create, open, faceModels }: RecogniserHost,
): Promise<ExpressionRecogniser<Picture, Video>> {
  checkRecogniserOptions(options, providers);
  const { signal, abstainBelow } = options;
  const requireRunning = () => {
    if (signal?.aborted)
      throw new MpaferError('aborted', 'Stopped while opening a recogniser', { cause: signal.reason });
  };
  requireRunning();
  const engine = options.engine ?? create();
  const close = async () => {
    if (options.engine === undefined) await engine.close();
  };
  try {
    const [recogniser, finder] = await Promise.all([
      open(engine),
      options.faces === 'crop' ? undefined : openFinder(engine, faceModels),
    ]);
    requireRunning();
    const faces = finder === undefined ? wholePictures : foundFaces(finder, recogniser.crops, findOptions(options));
    const below = abstainBelow ?? recogniser.abstention?.threshold;
    return expressionRecogniser<Picture, Video>({
      recogniser,
      faces,
      host: pictures,
      videos,
      abstainBelow: below,
      close,
    });
  } catch (error) {
    await close();
    throw error;
  }
}

/** What finds faces is loaded only where they are to be found. */
async function openFinder(engine: Engine, models: () => Promise<FaceModels>): Promise<FaceFinder> {
  const [{ openFaceFinder }, files] = await Promise.all([import('../faces/face-finder.ts'), models()]);
  return openFaceFinder(engine, files);
}

const findOptions = ({ minFace, maxFaces, anyRotation, firstLevel }: RecogniserOptions): FindOptions => ({
  minFace,
  maxFaces,
  anyRotation,
  firstLevel,
});
