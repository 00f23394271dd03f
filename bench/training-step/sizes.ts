// The published model sizes of the benchmark, and a weight file with random values for each.
import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ClipConfig } from '../../src/clip/config.ts';
import { huggingFaceNames } from '../../src/clip/hugging-face-names.ts';
import { clipShapes } from '../../src/clip/weight-shapes.ts';
import { listWeights } from '../../src/clip/weights.ts';
import { sizeOf } from '../../src/core/array.ts';

const tower = { activation: 'quick_gelu', epsilon: 1e-5 } as const;

const text = (width: number, heads: number) => ({
  ...tower,
  width,
  layers: 12,
  heads,
  hidden: 4 * width,
  vocabulary: 49408,
  positions: 77,
  startToken: 49406,
  endToken: 49407,
  padToken: 0,
});

const image = (width: number, layers: number, heads: number, patch: number) => ({
  ...tower,
  size: 224,
  patch,
  width,
  layers,
  heads,
  hidden: 4 * width,
});

export const sizes: Readonly<Record<string, ClipConfig>> = {
  'B/32': { image: image(768, 12, 12, 32), text: text(512, 8), embedding: 512 },
  'B/16': { image: image(768, 12, 12, 16), text: text(512, 8), embedding: 512 },
  'L/14': { image: image(1024, 24, 16, 14), text: text(768, 12), embedding: 768 },
};

/** A float32 safetensors file under Hugging Face's names, created once: weights are uniform with standard deviation 0.02, norm scales 1 and biases 0. */
export function randomWeights(size: string, folder: string): string {
  const path = join(folder, `clip-${size.replace('/', '')}.safetensors`);
  if (existsSync(path)) return path;
  const config = sizes[size]!;
  const shapes = new Map(listWeights(clipShapes(config)));
  const names = listWeights(huggingFaceNames(config.image.layers, config.text.layers));
  const header: Record<string, { dtype: 'F32'; shape: readonly number[]; data_offsets: [number, number] }> = {};
  let end = 0;
  for (const [place, { name }] of names) {
    const shape = shapes.get(place)!;
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + 4 * sizeOf(shape)] };
    end += 4 * sizeOf(shape);
  }
  const text = JSON.stringify(header);
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8);
  const file = openSync(`${path}.part`, 'w');
  const length = new BigUint64Array([BigInt(padded.length)]);
  writeSync(file, new Uint8Array(length.buffer));
  writeSync(file, padded);
  let state = 1;
  for (const [place] of names) {
    const values = new Float32Array(sizeOf(shapes.get(place)!));
    const constant = place.endsWith('.scale')
      ? 1
      : place.endsWith('.bias')
        ? 0
        : place === 'logitScale'
          ? Math.log(100)
          : undefined;
    for (let i = 0; i < values.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      values[i] = constant ?? (state / 2 ** 31) * 0.02 * Math.sqrt(3);
    }
    writeSync(file, new Uint8Array(values.buffer));
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}
