// A graph on a frozen CLIP with that CLIP's matrices in whole numbers.
import { quantisedLinear } from '../graph/quantised/linear.ts';
import { quantise } from '../graph/quantised/quantise.ts';
import type { Tensor } from '../graph/tensor.ts';
import { toFloat32 } from '../safetensors/half.ts';
import type { ClipModel } from './load-clip.ts';

/** See `quantise`: `outputs` in 8 bits, including gradients built beforehand. Matrices are read one at a time. */
export const quantiseFrozen = <Name extends string>(
  outputs: Readonly<Record<Name, Tensor>>,
  { readWeight }: Pick<ClipModel, 'readWeight'>,
): Promise<Readonly<Record<Name, Tensor>>> =>
  quantise(outputs, quantisedLinear, async ({ file, type, shape, begin, end }) =>
    toFloat32(await readWeight({ file, dtype: type, shape, begin, end, transposed: false })),
  );
