// A graph with its frozen matrices in whole numbers, in both passes.
import { type NumericArray, requireFloat32 } from '../../core/array.ts';
import { contentKey } from '../content.ts';
import { castOperator } from '../ops/cast.ts';
import { linearOperator, type MatrixLayout } from '../ops/linear.ts';
import { transposeOperator } from '../ops/transpose.ts';
import { inOrder } from '../order.ts';
import { rewrite } from '../rewrite.ts';
import {
  constantOperator,
  isResultOf,
  type ResultOf,
  type StoredArray,
  type Tensor,
  weightOperator,
} from '../tensor.ts';
import type { QuantisedLinear } from './linear.ts';
import { type QuantisedMatrix, quantiseMatrix } from './matrix.ts';

/** Reads a stored weight as float32. */
export type ReadStored = (stored: StoredArray) => Promise<NumericArray>;

/**
 * Replaces every product with the matrix of a frozen layer: those that some linear map applies with a bias, which are the blocks' of
 * both towers, nearly all weights and all time. Gradients are built before: to them a rounding is the identity (straight-through).
 * What stays float32: attention's own products, norms, the patches' embedding, the projections.
 *
 * @param apply how a quantised linear map is computed
 * @param read called once per stored matrix, sequentially, so that only one is in memory as float32
 */
export async function quantise<Name extends string>(
  outputs: Readonly<Record<Name, Tensor>>,
  apply: QuantisedLinear,
  read: ReadStored,
): Promise<Readonly<Record<Name, Tensor>>> {
  const maps = inOrder(Object.values(outputs)).filter((tensor) => isResultOf(tensor, linearOperator));
  const leaves = new Map<string, Leaf>();
  for (const { inputs } of maps) {
    const leaf = inputs.length === 3 ? frozenLeaf(inputs[1])?.leaf : undefined;
    if (leaf !== undefined) leaves.set(contentKey(leaf, []), leaf);
  }
  const quantised = new Map<string, QuantisedMatrix>();
  for (const [key, leaf] of leaves) {
    const array = await valuesOf(leaf, read);
    const layouts = maps.flatMap((map) => {
      const use = useOf(map);
      return use?.key === key ? [use.layout] : [];
    });
    for (const layout of new Set(layouts)) quantised.set(`${layout} ${key}`, quantiseMatrix(array, layout));
  }
  return rewrite(outputs, (tensor, [x, , bias]) => {
    if (!isResultOf(tensor, linearOperator)) return undefined;
    const use = useOf(tensor);
    const matrix = use && quantised.get(`${use.layout} ${use.key}`);
    return matrix && apply(x!, matrix, bias, tensor.attributes);
  });
}

/** The leaf that a linear map multiplies by, and the layout of that leaf as stored. */
function useOf({
  inputs: [, matrix],
  attributes: { layout },
}: ResultOf<typeof linearOperator>): { readonly key: string; readonly layout: MatrixLayout } | undefined {
  const found = frozenLeaf(matrix);
  if (found === undefined) return undefined;
  const turned = layout === 'in-out' ? 'out-in' : 'in-out';
  return { key: contentKey(found.leaf, []), layout: found.turned ? turned : layout };
}

/** A leaf of values. */
type Leaf = ResultOf<typeof constantOperator> | ResultOf<typeof weightOperator>;

const isLeaf = (tensor: Tensor): tensor is Leaf =>
  isResultOf(tensor, constantOperator) || isResultOf(tensor, weightOperator);

/** The leaf that a matrix was made from by casts and transposes alone. */
function frozenLeaf(matrix: Tensor): { readonly leaf: Leaf; readonly turned: boolean } | undefined {
  let leaf = matrix;
  let turned = false;
  for (;;) {
    if (isResultOf(leaf, transposeOperator)) {
      if (String(leaf.attributes.order) === '1,0') turned = !turned;
    } else if (!isResultOf(leaf, castOperator)) break;
    [leaf] = leaf.inputs;
  }
  return isLeaf(leaf) && leaf.shape.length === 2 && matrix.type === 'float32' ? { leaf, turned } : undefined;
}

async function valuesOf(leaf: Leaf, read: ReadStored): Promise<NumericArray<'float32'>> {
  return requireFloat32(
    isResultOf(leaf, constantOperator) ? leaf.attributes.array : await read(leaf.attributes.stored),
  );
}
