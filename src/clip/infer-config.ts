// The sizes of a CLIP under OpenAI's names, which bring no configuration along: read off the tensors' shapes.
import { MpaferError } from '../core/errors.ts';
import type { TensorEntry } from '../safetensors/header.ts';
import type { WeightFile } from '../safetensors/weight-file.ts';
import { type ClipConfig, clipSpecialTokens, type TransformerConfig } from './config.ts';

/** OpenAI's models have heads of this width throughout. */
const headWidth = 64;

/** True when the files name their tensors as OpenAI does. */
export const hasOpenaiNames = (files: readonly WeightFile[]): boolean =>
  files.some(({ header }) => header.tensors.has('token_embedding.weight') || header.tensors.has('visual.conv1.weight'));

/**
 * Configuration of a model under OpenAI's names: QuickGELU, epsilon 1e-5, heads of width 64, the two largest token ids as start and end.
 *
 * @throws MpaferError `model` when a tensor that tells a size is missing or has another rank, or the image tower is not a ViT
 */
export function inferClipConfig(files: readonly WeightFile[]): ClipConfig {
  const name = files.map((file) => file.name).join(', ');
  const refuse = (found: string): never => {
    throw new MpaferError('model', `Cannot tell the sizes of the model in "${name}": ${found}`);
  };
  const tensors = new Map<string, TensorEntry>(files.flatMap(({ header }) => [...header.tensors]));
  if (tensors.has('visual.layer1.0.conv1.weight')) refuse('its image tower is a ResNet; expected a ViT');
  const shape = (tensor: string, rank: number): readonly number[] => {
    const found = tensors.get(tensor)?.shape ?? refuse(`tensor "${tensor}" is missing`);
    if (found.length !== rank || found.includes(0))
      refuse(`tensor "${tensor}" has shape [${found}]; expected ${rank} axes`);
    return found;
  };
  const transformer = (prefix: string, width: number): TransformerConfig => {
    if (width % headWidth !== 0)
      refuse(`width ${width} of "${prefix}" is not a multiple of ${headWidth}, the width of a head`);
    let layers = 0;
    while (tensors.has(`${prefix}.resblocks.${layers}.mlp.c_fc.weight`)) layers++;
    const hidden = shape(`${prefix}.resblocks.0.mlp.c_fc.weight`, 2)[0]!;
    return { width, layers, heads: width / headWidth, hidden, activation: 'quick_gelu', epsilon: 1e-5 };
  };
  const [imageWidth, , patch] = shape('visual.conv1.weight', 4) as [number, number, number, number];
  const [imagePositions] = shape('visual.positional_embedding', 2) as [number, number];
  const side = Math.sqrt(imagePositions - 1);
  if (!Number.isInteger(side) || side === 0)
    refuse(
      `tensor "visual.positional_embedding" has ${imagePositions} rows; expected 1 plus a square number of patches`,
    );
  const [vocabulary, textWidth] = shape('token_embedding.weight', 2) as [number, number];
  return {
    image: { size: side * patch, patch, ...transformer('visual.transformer', imageWidth) },
    text: {
      vocabulary,
      positions: shape('positional_embedding', 2)[0]!,
      ...transformer('transformer', textWidth),
      ...clipSpecialTokens(vocabulary),
    },
    embedding: shape('text_projection', 2)[1]!,
  };
}
