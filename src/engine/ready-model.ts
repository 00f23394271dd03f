// A model whose weight files are at hand: those that are fetched on demand have been.
import type { OnnxModel, WeightFile } from '../onnx/model.ts';

export interface ReadyFile extends WeightFile {
  /** A path on disk, an address, or the file's bytes. */
  readonly source: string | Uint8Array;
}

export interface ReadyModel extends OnnxModel {
  readonly files: readonly ReadyFile[];
}

/** Whether nothing of the model is to be fetched. */
export const isReady = (model: OnnxModel): model is ReadyModel =>
  model.files.every(({ source }) => typeof source !== 'function');

/** Fetches what the model refers to and is not there yet. Rejects as the fetching does. */
export async function readyModel(model: OnnxModel): Promise<ReadyModel> {
  const files = await Promise.all(
    model.files.map(async ({ source, ...file }) => ({
      ...file,
      source: typeof source === 'function' ? await source() : source,
    })),
  );
  return { ...model, files };
}
