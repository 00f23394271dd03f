// The thread of a recogniser: opens it, and answers batches of pictures.
import { parentPort, workerData } from 'node:worker_threads';
import { MpaferError } from '../../../../core/errors.ts';
import { nodeEngine } from '../../../../engine/node/node-engine.ts';
import type { Recognition } from '../../../../recognise/expression-recogniser.ts';
import { pixelCount } from '../../images/pixel-count.ts';
import { openRecogniser } from '../open-recogniser.ts';
import { describeModel } from './describe-model.ts';
import { openPictureExplainer } from './picture-explainer.ts';
import type { SentError, ThreadReply, ThreadRequest } from './recogniser-thread.ts';
import type { ThreadSettings } from './thread-settings.ts';

const port = parentPort!;
const { run, options, pixels } = workerData as ThreadSettings;
const reply = (message: ThreadReply) => port.postMessage(message);

try {
  const { threads, provider = 'cpu', ...others } = options;
  const where = provider === 'wasm' ? ({ runtime: 'wasm' } as const) : { provider };
  const engine = nodeEngine({ waiting: 'sleep', ...where, ...(threads !== undefined && { threads }) });
  const recogniser = await openRecogniser(run, { ...others, engine });
  const explainer = await openPictureExplainer(engine, run, options.clip);
  const model = await describeModel(run, options.clip, recogniser, explainer);
  port.on('message', async (request: ThreadRequest) => {
    if (request.kind === 'close') {
      await engine.close();
      process.exit();
    }
    const { id } = request;
    try {
      const results =
        request.kind === 'recognise' ? await recogniseAll(request.pictures) : await explainer!.explain(request.asked);
      reply({ kind: 'results', id, results });
    } catch (error) {
      reply({ kind: 'failure', id, error: sent(error) });
    }
  });
  reply({ kind: 'opened', model });

  async function recogniseAll(pictures: readonly Uint8Array[]): Promise<readonly Recognition[]> {
    // Decoders do not take shared memory.
    const files = pictures.map((picture) => new Uint8Array(picture));
    const counts = await Promise.all(files.map(pixelCount));
    const usable = files.filter((_, index) => !isTooLarge(counts[index]));
    const results = recogniser.recognise(usable.map((file) => new File([file], 'picture')));
    const all: Recognition[] = [];
    for (const count of counts) {
      all.push(isTooLarge(count) ? tooLarge(count!) : ((await results.next()).value as Recognition));
    }
    return all;
  }
} catch (error) {
  reply({ kind: 'failure', error: sent(error) });
}

const isTooLarge = (count: number | undefined): boolean => count !== undefined && count > pixels;

const tooLarge = (count: number): Recognition => ({
  status: 'too-large',
  faces: [],
  code: 'image',
  reason: `Cannot decode "picture": it has ${count} pixels; expected at most ${pixels}`,
});

function sent(error: unknown): SentError {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const isNamed = error instanceof MpaferError;
  return { code: isNamed ? error.code : undefined, hint: isNamed ? error.hint : undefined, message, stack };
}
