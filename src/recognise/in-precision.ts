// A program's outputs with the frozen towers in a chosen precision.
import type { ClipModel } from '../clip/load-clip.ts';
import { quantiseFrozen } from '../clip/quantise-frozen.ts';
import type { Precision } from '../configuration/precision.ts';
import type { Tensor } from '../graph/tensor.ts';

/** The same outputs with the towers' matrices in this precision. Build the gradients before. */
export const inPrecision = async <Name extends string>(
  precision: Precision,
  clip: Pick<ClipModel, 'readWeight'>,
  outputs: Readonly<Record<Name, Tensor>>,
): Promise<Readonly<Record<Name, Tensor>>> => (precision === 'int8' ? quantiseFrozen(outputs, clip) : outputs);
