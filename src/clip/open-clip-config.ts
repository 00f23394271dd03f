// The sizes of a CLIP from OpenCLIP's `open_clip_config.json`. Its weights bear OpenAI's names, but may have GELU and other head widths.
import { MpaferError } from '../core/errors.ts';
import { showValue } from '../core/show-value.ts';
import {
  type Activation,
  type ClipConfig,
  clipSpecialTokens,
  largestSize,
  mostLayers,
  type TransformerConfig,
} from './config.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What OpenCLIP assumes where its file is silent, of what our towers have no choice about. */
const fixed: Readonly<Record<string, Fields>> = {
  model_cfg: { init_logit_scale: undefined, custom_text: false },
  vision_cfg: { pool_type: 'tok', pos_embed_type: 'learnable', patch_dropout: undefined, output_tokens: undefined },
  text_cfg: { pool_type: 'argmax', proj_type: 'linear', pad_id: 0, output_tokens: undefined },
};

/** What is read below. */
const read: Readonly<Record<string, readonly string[]>> = {
  model_cfg: ['embed_dim', 'vision_cfg', 'text_cfg', 'quick_gelu'],
  vision_cfg: ['image_size', 'patch_size', 'width', 'layers', 'head_width', 'mlp_ratio'],
  text_cfg: ['context_length', 'vocab_size', 'width', 'layers', 'heads', 'mlp_ratio'],
};

/**
 * Reads `open_clip_config.json`: `model_cfg` with `vision_cfg` and `text_cfg`. `readOpenClipPreprocessing` reads `preprocess_cfg`.
 *
 * @param json the parsed file
 * @param name what to call the file in messages
 * @throws MpaferError `model` when a size is missing or makes no sense, or the model is built otherwise than OpenAI's ViTs:
 * a setting that is not known here could change every number, so none is overlooked
 */
export function readOpenClipConfig(json: unknown, name: string): ClipConfig {
  const refuse = (found: string): never => {
    throw new MpaferError('model', `Cannot read "${name}": ${found}`);
  };
  const section = (fields: Fields, key: string): Fields => {
    const value = fields[key];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(`${key} is not an object`);
    for (const [setting, found] of Object.entries(value)) {
      if (read[key]!.includes(setting) || found === null || found === false) continue;
      const known = Object.hasOwn(fixed[key]!, setting);
      const needed = fixed[key]![setting];
      if (!known || (needed !== undefined && found !== needed))
        refuse(`${key}.${setting} is ${showValue(found)}, which is not supported`);
    }
    return value as Fields;
  };
  const size = (fields: Fields, key: string, absent?: number, most = largestSize): number => {
    const value = fields[key] ?? absent;
    if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= most) return value as number;
    return refuse(`${key} is ${showValue(value)}; expected a whole number from 1 to ${most}`);
  };
  const transformer = (fields: Fields, headsOf: (width: number) => number): TransformerConfig => {
    const width = size(fields, 'width');
    const heads = headsOf(width);
    const ratio = fields.mlp_ratio ?? 4;
    if (!Number.isInteger(heads)) refuse(`width ${width} is not a multiple of the width of a head`);
    if (typeof ratio !== 'number' || !(ratio > 0 && width * ratio >= 1 && width * ratio <= largestSize))
      return refuse(`mlp_ratio is ${showValue(ratio)}; expected a number above 0`);
    return {
      width,
      layers: size(fields, 'layers', undefined, mostLayers),
      heads,
      hidden: Math.trunc(width * ratio),
      activation,
      epsilon: 1e-5,
    };
  };
  const top = asFields(json) ?? refuse('it is not an object');
  const model = section(top, 'model_cfg');
  const vision = section(model, 'vision_cfg');
  const text = section(model, 'text_cfg');
  const activation: Activation = model.quick_gelu === true ? 'quick_gelu' : 'gelu';
  const vocabulary = size(text, 'vocab_size', 49408);
  const image = { size: sideOf(vision.image_size, size, refuse), patch: size(vision, 'patch_size') };
  if (image.size % image.patch !== 0) refuse(`image_size ${image.size} is not a multiple of patch_size ${image.patch}`);
  return {
    image: { ...image, ...transformer(vision, (width) => width / size(vision, 'head_width', 64)) },
    text: {
      vocabulary,
      positions: size(text, 'context_length', 77),
      ...transformer(text, () => size(text, 'heads')),
      ...clipSpecialTokens(vocabulary),
    },
    embedding: size(model, 'embed_dim'),
  };
}

const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

type Refuse = (found: string) => never;

/** A number, or two that are equal. */
function sideOf(value: unknown, size: (fields: Fields, key: string) => number, refuse: Refuse): number {
  if (!Array.isArray(value)) return size({ image_size: value }, 'image_size');
  if (value.length === 2 && value[0] === value[1]) return size({ image_size: value[0] }, 'image_size');
  return refuse(`image_size is ${showValue(value)}; expected a square`);
}
