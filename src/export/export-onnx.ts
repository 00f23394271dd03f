// Exports a recogniser as a self-contained ONNX file: pixels in, probabilities out.
import type { ClipModel } from '../clip/load-clip.ts';
import { standardQuantisedLinear } from '../graph/quantised/linear.ts';
import { quantise } from '../graph/quantised/quantise.ts';
import { type OnnxModel, writeOnnx } from '../onnx/model.ts';
import type { Exportable } from './exportable.ts';
import { inlineImageTower } from './inline-weights.ts';
import { type Origin, recogniserMetadata } from './metadata.ts';
import { recogniserOutputs } from './recogniser-outputs.ts';

export type Precision = 'float32' | 'int8';

/**
 * The file's bytes, with its inputs and outputs.
 *
 * @param origin provenance, saved in the file's metadata
 * @throws MpaferError `graph` when the file would exceed 2 GB
 * @example
 * ```ts
 * import { defaultDescriptions, exportableZeroShot, exportOnnx, nodeEngine, openClip } from 'mpafer';
 * const engine = nodeEngine();
 * const clip = await openClip('face-clip');
 * const recogniser = await exportableZeroShot(engine, clip, ['happiness', 'anger'], defaultDescriptions);
 * const { outputs } = await exportOnnx(clip, recogniser, 'int8', {
 *   clip: { name: 'face-clip', digest: await clip.digest() },
 *   licence: 'MIT',
 *   notice: 'An expression is not a feeling.',
 *   writer: 'an example',
 * });
 * console.log(outputs.map(({ name, shape }) => `${name} [${shape}]`)); // [ 'probabilities [B,2]', 'global_similarity [B,2]' ]
 * await engine.close();
 * ```
 */
export async function exportOnnx(
  clip: ClipModel,
  recogniser: Exportable,
  precision: Precision,
  origin: Origin,
): Promise<OnnxModel> {
  const outputs = recogniserOutputs(clip.config, await inlineImageTower(clip), recogniser);
  const metadata = recogniserMetadata(clip, recogniser, { precision, outputs: Object.keys(outputs), origin });
  // Weights are constants here: there is nothing to read.
  const read = () => Promise.reject(new Error('A weight of an exported graph is not a constant'));
  return writeOnnx(precision === 'int8' ? await quantise(outputs, standardQuantisedLinear, read) : outputs, metadata);
}
