// Reference images by Pillow, kept in safetensors files.
import { readFileSync } from 'node:fs';
import type { NumericArray } from '../../src/core/array.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';

/** The cases of a file: for each, its tensors by the name behind the number. */
export function goldenCases(file: string): ((tensor: string) => NumericArray)[] {
  const bytes = new Uint8Array(readFileSync(new URL(`../golden/image/${file}`, import.meta.url)));
  const header = parseHeader(bytes, bytes.length, file);
  return Array.from(
    { length: Number(header.metadata.count) },
    (_, index) => (tensor) => readTensor(bytes, header, `${index}.${tensor}`),
  );
}

/** [height, width, 3] as an image. */
export const imageOf = ({ shape, data }: NumericArray): RgbImage => ({
  width: shape[1]!,
  height: shape[0]!,
  data: data as Uint8Array,
});
