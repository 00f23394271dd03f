// Readiness: a drawn face goes through the recogniser, from its file's bytes to an answer.
import { MpaferError } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import { synthetic } from '../../data/synthetic/synthetic.ts';
import { encodePng } from '../../platform/node/images/encode-image.ts';
import type { RecogniserThread } from '../../platform/node/models/thread/recogniser-thread.ts';

/** @throws MpaferError `host` unless the drawing was recognised */
export async function requireFace({ recognise }: RecogniserThread): Promise<void> {
  const { samples } = synthetic({ random: random(1), size: 96 });
  const [found] = await recognise([await encodePng(await samples[0]!.read())]);
  if (found?.status === 'ok') return;
  throw new MpaferError('host', `Cannot serve: a drawn face was not recognised: ${found?.status}`);
}
