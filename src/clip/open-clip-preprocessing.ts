// The preprocessing of a model folder in OpenCLIP's form: `preprocess_cfg` of `open_clip_config.json`.
import { MpaferError } from '../core/errors.ts';
import { showValue } from '../core/show-value.ts';
import { resizeFilters } from '../image/resize-windows.ts';
import { clipDeviation, clipMean, type Preprocessing } from './preprocessing.ts';
import { rgbNumbers, unsupportedFilter } from './read-preprocessing.ts';

type Fields = Readonly<Record<string, unknown>>;

const known = ['size', 'mode', 'mean', 'std', 'interpolation', 'resize_mode', 'fill_color'];

/**
 * Reads how images are prepared; keys that are absent have OpenCLIP's defaults, which are OpenAI's numbers.
 *
 * @param json the parsed file
 * @param name what to call the file in messages
 * @param size image side S of the model
 * @throws MpaferError `model` that names the setting which cannot be obeyed: ignoring one would change every number
 */
export function readOpenClipPreprocessing(json: unknown, name: string, size: number): Preprocessing {
  const refuse = (found: string): never => {
    throw new MpaferError('model', `Cannot prepare images as "${name}" says: ${found}`);
  };
  const fields = (json as { readonly preprocess_cfg?: unknown }).preprocess_cfg ?? {};
  if (typeof fields !== 'object' || Array.isArray(fields)) return refuse('preprocess_cfg is not an object');
  for (const [key, value] of Object.entries(fields)) {
    if (!known.includes(key) && value !== null && value !== false)
      refuse(`preprocess_cfg.${key} is ${showValue(value)}, which is not supported`);
  }
  const { size: side, mode = 'RGB', mean, std, interpolation = 'bicubic', resize_mode = 'shortest' } = fields as Fields;
  const sides = side === undefined || side === null ? [size] : [side].flat();
  if (sides.length > 2 || sides.some((each) => each !== size))
    refuse(`preprocess_cfg.size is ${showValue(side)}; the model takes ${size} x ${size}`);
  if (mode !== 'RGB') refuse(`preprocess_cfg.mode is ${showValue(mode)}; expected "RGB"`);
  if (resize_mode !== 'shortest' && resize_mode !== 'squash')
    return refuse(`preprocess_cfg.resize_mode is ${showValue(resize_mode)}; supported are shortest, squash`);
  return {
    size,
    resize: resize_mode === 'squash' ? 'stretch' : 'shortest',
    edge: size,
    filter:
      resizeFilters.find((filter) => filter === interpolation) ??
      refuse(unsupportedFilter('preprocess_cfg.interpolation', interpolation)),
    mean: rgbNumbers('preprocess_cfg.mean', mean ?? clipMean, refuse),
    deviation: rgbNumbers('preprocess_cfg.std', std ?? clipDeviation, refuse, true),
  };
}
