// The preprocessing of a model folder in Hugging Face's form: `preprocessor_config.json`, or `processor_config.json` of transformers 5.
import { MpaferError } from '../core/errors.ts';
import { showValue } from '../core/show-value.ts';
import { type ResizeFilter, resizeFilters } from '../image/resize-windows.ts';
import { clipDeviation, clipMean, type Preprocessing, type RgbNumbers } from './preprocessing.ts';

type Fields = Readonly<Record<string, unknown>>;
type Refuse = (found: string) => never;

/** Pillow's numbers of its filters, as `resample` gives them. */
const pillowFilters: Readonly<Record<number, string>> = {
  0: 'nearest',
  1: 'lanczos',
  2: 'bilinear',
  3: 'bicubic',
  4: 'box',
  5: 'hamming',
};

const steps = ['do_resize', 'do_center_crop', 'do_rescale', 'do_normalize', 'do_convert_rgb'];

/**
 * Reads how images are prepared; keys that are absent have the defaults of `CLIPImageProcessor`.
 *
 * @param json the parsed file; in `processor_config.json` the settings are under `image_processor`
 * @param name what to call the file in messages
 * @param size image side S of the model
 * @throws MpaferError `model` that names the setting which cannot be obeyed: ignoring one would change every number
 */
export function readPreprocessing(json: unknown, name: string, size: number): Preprocessing {
  const refuse: Refuse = (found) => {
    throw new MpaferError('model', `Cannot prepare images as "${name}" says: ${found}`);
  };
  const top = asFields(json) ?? refuse('it is not an object');
  const fields = asFields(top.image_processor) ?? top;
  const kind = fields.image_processor_type ?? fields.feature_extractor_type;
  if (kind !== undefined && !/^CLIP(ImageProcessor|FeatureExtractor)/.test(String(kind)))
    refuse(`image_processor_type is ${showValue(kind)}; expected "CLIPImageProcessor"`);
  const unknown = Object.entries(fields).find(
    ([key, on]) => key.startsWith('do_') && on === true && !steps.includes(key),
  );
  if (unknown !== undefined) refuse(`${unknown[0]} is true, which is not supported`);
  const does = (step: string): boolean => (fields[step] ?? true) !== false;
  if (!does('do_resize')) refuse('do_resize is false; expected true');
  if (!does('do_rescale')) refuse('do_rescale is false; expected true');
  const factor = fields.rescale_factor ?? 1 / 255;
  if (typeof factor !== 'number' || Math.abs(factor * 255 - 1) > 1e-6)
    refuse(`rescale_factor is ${showValue(factor)}; expected 1 / 255`);
  const normalised = does('do_normalize');
  return {
    size,
    ...sizes(fields, size, does('do_center_crop'), refuse),
    filter: filterOf(fields.resample ?? 3, refuse),
    mean: normalised ? rgbNumbers('image_mean', fields.image_mean ?? clipMean, refuse) : [0, 0, 0],
    deviation: normalised ? rgbNumbers('image_std', fields.image_std ?? clipDeviation, refuse, true) : [1, 1, 1],
  };
}

function sizes(
  { size: found = { shortest_edge: 224 }, crop_size: crop = 224 }: Fields,
  size: number,
  cropped: boolean,
  refuse: Refuse,
): Pick<Preprocessing, 'resize' | 'edge'> {
  const wrong = (key: string, value: unknown) =>
    refuse(`${key} is ${showValue(value)}; the model takes ${size} x ${size}`);
  if (cropped && sideOf(crop) !== size) wrong('crop_size', crop);
  const edge = typeof found === 'number' ? found : asFields(found)?.shortest_edge;
  if (edge !== undefined) {
    if (!cropped) refuse('do_center_crop is false, which leaves images that are not square');
    if (typeof edge !== 'number' || !Number.isInteger(edge) || edge < size) return wrong('size.shortest_edge', edge);
    return { resize: 'shortest', edge };
  }
  if (sideOf(found) !== size) wrong('size', found);
  return { resize: 'stretch', edge: size };
}

/** The side of a square, given as a number or as height and width; undefined where it is neither. */
function sideOf(value: unknown): number | undefined {
  const { height, width } = asFields(value) ?? { height: value, width: value };
  return typeof height === 'number' && height === width ? height : undefined;
}

function filterOf(value: unknown, refuse: Refuse): ResizeFilter {
  const name = typeof value === 'number' ? pillowFilters[value] : String(value).toLowerCase();
  return resizeFilters.find((filter) => filter === name) ?? refuse(unsupportedFilter('resample', name ?? value));
}

export const unsupportedFilter = (key: string, value: unknown): string =>
  `${key} is ${showValue(value)}; supported are ${resizeFilters.join(', ')}`;

/** Three numbers, one for each channel. */
export function rgbNumbers(key: string, value: unknown, refuse: Refuse, positive = false): RgbNumbers {
  const valid = (item: unknown): item is number =>
    typeof item === 'number' && Number.isFinite(item) && (!positive || item > 0);
  if (Array.isArray(value) && value.length === 3) {
    const [red, green, blue] = value as readonly unknown[];
    if (valid(red) && valid(green) && valid(blue)) return [red, green, blue];
  }
  return refuse(`${key} is ${showValue(value)}; expected three ${positive ? 'numbers above 0' : 'numbers'}`);
}

const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
