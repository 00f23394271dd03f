// What the frozen towers compute in.
import type { ClipModel } from '../clip/load-clip.ts';
import { quantiseFrozen } from '../clip/quantise-frozen.ts';
import type { Tensor } from '../graph/tensor.ts';

export const precisions = ['float32', 'int8'] as const;

export type Precision = (typeof precisions)[number];

/** The same outputs with the towers' matrices in this precision. Gradients have to be built before. */
export const inPrecision = async <Name extends string>(
  precision: Precision,
  clip: Pick<ClipModel, 'readWeight'>,
  outputs: Readonly<Record<Name, Tensor>>,
): Promise<Readonly<Record<Name, Tensor>>> => (precision === 'int8' ? quantiseFrozen(outputs, clip) : outputs);
