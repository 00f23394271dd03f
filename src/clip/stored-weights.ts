// Finds every weight of a CLIP in its files: which file, which bytes, and whether it is stored transposed.
import { bytesOf, type DType, sizeOf } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { TensorEntry } from '../safetensors/header.ts';
import { dtypeOf } from '../safetensors/stored-type.ts';
import type { WeightFile } from '../safetensors/weight-file.ts';
import type { ClipConfig } from './config.ts';
import { huggingFaceNames } from './hugging-face-names.ts';
import { hasOpenaiNames } from './infer-config.ts';
import { openaiNames } from './openai-names.ts';
import type { StoredName } from './stored-name.ts';
import { clipShapes } from './weight-shapes.ts';
import { type ClipWeights, listWeights, mapWeights } from './weights.ts';

/** A weight in its file, or in the piece of it that holds the weight. */
export interface StoredTensor {
  readonly file: Pick<WeightFile, 'name' | 'source'>;
  readonly dtype: DType;
  /** As stored: where `transposed`, the reverse of what `ClipWeights` tells. */
  readonly shape: readonly number[];
  /** Byte offsets from the start of that. */
  readonly begin: number;
  readonly end: number;
  /** Stored [in, out] and needed [out, in]. */
  readonly transposed: boolean;
}

/** A weight that the towers can compute with. */
const weightTypes: readonly DType[] = ['float32', 'float64', 'float16', 'bfloat16'];

/**
 * The weights of a model, from one file or several, under Hugging Face's or OpenAI's names. Tensors that no weight needs are ignored.
 *
 * @throws MpaferError `model` that names the tensor which is missing, or its shape and the shape needed, or its type
 */
export function clipWeights(files: readonly WeightFile[], config: ClipConfig): ClipWeights<StoredTensor> {
  const places = new Map<string, { readonly file: WeightFile; readonly entry: TensorEntry }>();
  for (const file of files) for (const [name, entry] of file.header.tensors) places.set(name, { file, entry });
  const shapes = new Map(listWeights(clipShapes(config)));
  const names = (hasOpenaiNames(files) ? openaiNames : huggingFaceNames)(config.image.layers, config.text.layers);
  return mapWeights(names, (stored, path) => {
    const place = places.get(stored.name);
    if (place !== undefined) return storedTensor(stored, place.file, place.entry, shapes.get(path)!);
    const where = files.map((file) => `"${file.name}"`).join(', ');
    throw new MpaferError('model', `Cannot find tensor "${stored.name}" in ${where}, needed as ${path}`, {
      hint: 'The file must hold a whole CLIP, both towers and projections, that fits its config.json',
    });
  });
}

function storedTensor(
  stored: StoredName,
  file: WeightFile,
  entry: TensorEntry,
  shape: readonly number[],
): StoredTensor {
  const refuse = (found: string): never => {
    throw new MpaferError('model', `Cannot use tensor "${stored.name}" of "${file.name}": ${found}`);
  };
  const transposed = stored.transposed === true;
  const part = transposed ? [...shape].reverse() : shape;
  const whole = stored.third === undefined ? part : [3 * part[0]!, ...part.slice(1)];
  if (String(entry.shape) !== String(whole) || entry.shape.length !== whole.length)
    refuse(`its shape is [${entry.shape}], needed is [${whole}]`);
  const dtype = dtypeOf(entry.dtype);
  if (dtype === undefined || !weightTypes.includes(dtype))
    return refuse(`its type is ${entry.dtype}, needed is F32, F64, F16 or BF16`);
  const length = sizeOf(part) * bytesOf[dtype];
  const begin = entry.begin + (stored.third ?? 0) * length;
  return { ...placed(file, begin, begin + length), dtype, shape: part, transposed };
}

/** Where the bytes are: in one of the pieces that a file is served in, unless they are in two. */
function placed(file: WeightFile, begin: number, end: number): Pick<StoredTensor, 'file' | 'begin' | 'end'> {
  const piece = file.pieces?.find((one) => one.begin <= begin && end <= one.end);
  if (piece === undefined) return { file, begin, end };
  return { file: piece, begin: begin - piece.begin, end: end - piece.begin };
}
