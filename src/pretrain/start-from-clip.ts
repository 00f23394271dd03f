// A pretrained CLIP as the start of a run: its two towers, its scale, and class vectors from its own text tower.
import type { ClipConfig } from '../clip/config.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import type { Tokenizer } from '../clip/tokenizer.ts';
import { listWeights } from '../clip/weights.ts';
import { float32 } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { toFloat32 } from '../safetensors/half.ts';
import { greyKernel } from './batches/greyscale.ts';
import { promptSets, promptVectors } from './model/prompt-vectors.ts';
import { freshState } from './optimiser/optimiser.ts';
import { copyOf, type Parameters } from './optimiser/parameters.ts';
import type { PretrainState } from './pretrain-checkpoint.ts';
import { adaptNames } from './stages/adapt-stage.ts';

/**
 * The state before the adapt stage.
 *
 * @param config of the run's CLIP, and the tokenizer of its captions: the given CLIP must be one of these
 * @throws MpaferError `model` when it has other sizes, other words, or a patch embedding that sees colour
 */
export async function startFromClip(
  engine: Engine,
  clip: ClipModel,
  config: ClipConfig,
  tokenizer: Tokenizer,
): Promise<PretrainState> {
  const refuse = (found: string): never => {
    throw new MpaferError('model', `Cannot start from "${clip.name}": ${found}`, {
      hint: 'Start from a CLIP that pretraining wrote, with the settings of sizes, seed and vocabulary that it was made with',
    });
  };
  const difference = firstDifference(config, clip.config);
  if (difference !== undefined) refuse(difference);
  const own = await clip.tokenizer();
  for (const sentences of Object.values(promptSets))
    for (const text of sentences('contempt'))
      if (own.encode(text).join() !== tokenizer.encode(text).join())
        refuse('its tokenizer has another vocabulary than this run; expected the same');
  const parameters: Parameters = new Map();
  for (const [path, stored] of listWeights(clip.weights)) {
    if (stored.transposed) refuse("its weights have OpenAI's names; expected Hugging Face's");
    const weight = toFloat32(await clip.readWeight(stored));
    if (path === 'image.patchEmbedding')
      parameters.set('image.kernel', greyKernel(weight) ?? refuse('it sees colours; expected a CLIP of grey faces'));
    else parameters.set(path, float32(weight.data.slice(), weight.shape));
  }
  const { templates } = await promptVectors(engine, config, tokenizer, parameters);
  parameters.set('classVectors', float32(Float32Array.from(templates!.data, Number), templates!.shape));
  return {
    stage: 'adapt',
    step: 0,
    parameters,
    average: copyOf(parameters),
    optimiser: freshState(parameters, adaptNames(parameters)),
  };
}

/** In words, the first size that differs. */
function firstDifference(wanted: ClipConfig, found: ClipConfig): string | undefined {
  for (const part of ['image', 'text'] as const)
    for (const [name, value] of Object.entries(wanted[part])) {
      const other = found[part][name as keyof (typeof found)[typeof part]] as unknown;
      if (other !== value) return `its ${part} tower has ${name} ${String(other)}; expected ${String(value)}`;
    }
  return found.embedding === wanted.embedding
    ? undefined
    : `its embedding has ${found.embedding} features; expected ${wanted.embedding}`;
}
