// Opens a recogniser on an engine: what fails on the way closes what was opened before.
import { MpaferError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { type ExpressionRecogniser, expressionRecogniser } from './expression-recogniser.ts';
import type { Recogniser } from './load-run.ts';
import type { PictureHost } from './read-picture.ts';
import { checkRecogniserOptions, type RecogniserOptions } from './recogniser-options.ts';

/** What opening a recogniser needs of its host. */
export interface RecogniserHost {
  readonly pictures: PictureHost;
  engine(): Engine;
  /** Loads the models and compiles the program. */
  open(engine: Engine): Promise<Recogniser>;
}

/** @throws MpaferError `usage` or `host` for options, `aborted`, and what the host throws */
export async function openWith<Picture>(
  options: RecogniserOptions,
  { pictures, engine: create, open }: RecogniserHost,
): Promise<ExpressionRecogniser<Picture>> {
  checkRecogniserOptions(options);
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
    const recogniser = await open(engine);
    requireRunning();
    return expressionRecogniser<Picture>({ recogniser, host: pictures, abstainBelow, close });
  } catch (error) {
    await close();
    throw error;
  }
}
