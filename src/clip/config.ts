// The sizes of a CLIP model, read from Hugging Face's config.json and written as one.
import { MpaferError } from '../core/errors.ts';
import { showValue } from '../core/show-value.ts';

export type Activation = 'quick_gelu' | 'gelu';

/** What the two towers have in common: L `layers` of width D `width`, H `heads`, feed-forward width `hidden`. */
export interface TransformerConfig {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly hidden: number;
  readonly activation: Activation;
  /** Added to the variance, inside the root, by every layer norm. */
  readonly epsilon: number;
}

export interface ImageTowerConfig extends TransformerConfig {
  /** Image side S in pixels. */
  readonly size: number;
  /** Side of a square patch in pixels; N = (size / patch)^2. */
  readonly patch: number;
}

export interface TextTowerConfig extends TransformerConfig {
  /** Number of token ids, start and end included. */
  readonly vocabulary: number;
  /** Longest sequence T. */
  readonly positions: number;
  readonly startToken: number;
  readonly endToken: number;
  readonly padToken: number;
}

/** Sizes of a CLIP's towers. */
export interface ClipConfig {
  readonly image: ImageTowerConfig;
  readonly text: TextTowerConfig;
  /** Width E of the space that both towers project into. */
  readonly embedding: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Far beyond any CLIP: sizes above these are damage, and would be paid for in memory before a weight is looked for. */
export const largestSize = 10_000_000;
export const mostLayers = 1000;

/**
 * Reads `config.json` as Hugging Face writes it; keys that are absent have the defaults that `CLIPConfig` of transformers gives them.
 *
 * @param json the parsed file
 * @param name what to call the file in messages
 * @throws MpaferError `model` when it is not a ViT CLIP, or a size makes no sense
 */
export function readClipConfig(json: unknown, name: string): ClipConfig {
  const refuse = (found: string): never => {
    throw new MpaferError('model', `Cannot read "${name}": ${found}`);
  };
  const record = (value: unknown, key: string): Fields => {
    if (value === undefined || value === null) return {};
    return typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : refuse(`${key} is not an object`);
  };
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse('it is not an object');
  const top = json as Fields;
  if (top.model_type !== undefined && top.model_type !== 'clip')
    refuse(`model_type is ${showValue(top.model_type)}; expected "clip"`);
  // Files of 2022 carry their sizes in *_config_dict, which wins over *_config.
  const tower = (key: string): Fields => ({ ...record(top[key], key), ...record(top[`${key}_dict`], `${key}_dict`) });
  const text = tower('text_config');
  const vision = tower('vision_config');

  const size = (fields: Fields, key: string, absent: number, most = largestSize): number => {
    const value = fields[key] ?? absent;
    if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= most) return value as number;
    return refuse(`${key} is ${showValue(value)}; expected a whole number from 1 to ${most}`);
  };
  const transformer = (fields: Fields, width: number, heads: number): TransformerConfig => {
    const epsilon = fields.layer_norm_eps ?? 1e-5;
    if (typeof epsilon !== 'number' || !(epsilon > 0 && epsilon < 1))
      return refuse(`layer_norm_eps is ${showValue(epsilon)}; expected a number between 0 and 1`);
    const activation = fields.hidden_act ?? 'quick_gelu';
    if (activation !== 'quick_gelu' && activation !== 'gelu')
      return refuse(`hidden_act is ${showValue(activation)}; expected "quick_gelu" or "gelu"`);
    const sizes = {
      width: size(fields, 'hidden_size', width),
      layers: size(fields, 'num_hidden_layers', 12, mostLayers),
      heads: size(fields, 'num_attention_heads', heads),
      hidden: size(fields, 'intermediate_size', 4 * width),
    };
    if (sizes.width % sizes.heads !== 0)
      refuse(`hidden_size ${sizes.width} is not a multiple of num_attention_heads ${sizes.heads}`);
    return { ...sizes, activation, epsilon };
  };
  const imageSizes = { size: size(vision, 'image_size', 224), patch: size(vision, 'patch_size', 32) };
  if (imageSizes.size % imageSizes.patch !== 0)
    refuse(`image_size ${imageSizes.size} is not a multiple of patch_size ${imageSizes.patch}`);
  const channels = size(vision, 'num_channels', 3);
  if (channels !== 3) refuse(`num_channels is ${channels}; expected 3`);
  const vocabulary = size(text, 'vocab_size', 49408);
  return {
    image: { ...imageSizes, ...transformer(vision, 768, 12) },
    text: {
      vocabulary,
      positions: size(text, 'max_position_embeddings', 77),
      ...transformer(text, 512, 8),
      ...readSpecialTokens(text, vocabulary, refuse),
    },
    embedding: size(top, 'projection_dim', 512),
  };
}

type SpecialTokens = Pick<TextTowerConfig, 'startToken' | 'endToken' | 'padToken'>;

/** As CLIP has them: the two largest ids start and end a text, and 0 pads it. */
export const clipSpecialTokens = (vocabulary: number): SpecialTokens => ({
  startToken: vocabulary - 2,
  endToken: vocabulary - 1,
  padToken: 0,
});

function readSpecialTokens(text: Fields, vocabulary: number, refuse: (found: string) => never): SpecialTokens {
  // The files of the released models say 0, 2 and 1, which no CLIP tokenizer ever used; transformers takes an end of 2 for the same sign.
  if (vocabulary < 3) refuse(`vocab_size is ${vocabulary}; expected 3 or more`);
  const usual = clipSpecialTokens(vocabulary);
  if (text.eos_token_id === undefined || text.eos_token_id === null || text.eos_token_id === 2) return usual;
  const token = (key: string, absent: number): number => {
    const value = text[key] ?? absent;
    if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < vocabulary) return value as number;
    return refuse(`${key} is ${showValue(value)}; expected a token id from 0 to ${vocabulary - 1}`);
  };
  return {
    startToken: token('bos_token_id', usual.startToken),
    endToken: token('eos_token_id', usual.endToken),
    // transformers' default pad_token_id of 1 occurs in no tokenizer; after the end token padding has no effect, so CLIP's own is kept.
    padToken: usual.padToken,
  };
}

/** The configuration as Hugging Face's `config.json`, every key written out; `readClipConfig` gives the same configuration back. */
export function clipConfigJson({ image, text, embedding }: ClipConfig): Record<string, unknown> {
  const transformer = (tower: TransformerConfig) => ({
    hidden_size: tower.width,
    intermediate_size: tower.hidden,
    num_hidden_layers: tower.layers,
    num_attention_heads: tower.heads,
    hidden_act: tower.activation,
    layer_norm_eps: tower.epsilon,
    projection_dim: embedding,
  });
  return {
    architectures: ['CLIPModel'],
    model_type: 'clip',
    projection_dim: embedding,
    text_config: {
      ...transformer(text),
      vocab_size: text.vocabulary,
      max_position_embeddings: text.positions,
      bos_token_id: text.startToken,
      eos_token_id: text.endToken,
      pad_token_id: text.padToken,
    },
    vision_config: { ...transformer(image), image_size: image.size, patch_size: image.patch, num_channels: 3 },
  };
}
