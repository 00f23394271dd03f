// The 3 x 3 neighbourhood of every place of a map, and its adjoint: with a linear map behind it, a convolution whose products are as large
// as those of a transformer. Each operator is the derivative of the other.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import { apply, type EmittedCall, type Emitter, type Operator, type Tensor } from '../tensor.ts';

const taps = Array.from({ length: 9 }, (_, tap) => [Math.floor(tap / 3), tap % 3] as const);

/**
 * `x` [B, H, W, D] to [B, H, W, 9 D]: row by row the nine places around each place, zeros outside the map.
 *
 * @param x [B, H, W, D]
 * @throws MpaferError `shape` when it has another number of axes
 * @example
 * ```ts
 * import { input, neighbours } from 'mpafer/graph';
 * console.log(neighbours(input('map', ['B', 8, 8, 192])).shape); // [ 'B', 8, 8, 1728 ]
 * ```
 */
export const neighbours = (x: Tensor): Tensor => apply(neighboursOperator, [x]);

/**
 * `x` [B, H, W, 9 D] to [B, H, W, D]: each ninth added to the place that `neighbours` took it from.
 *
 * @param x [B, H, W, 9 D]
 * @throws MpaferError `shape` when the last axis is no multiple of 9
 * @example
 * ```ts
 * import { gatherNeighbours, input } from 'mpafer/graph';
 * console.log(gatherNeighbours(input('map', ['B', 8, 8, 1728])).shape); // [ 'B', 8, 8, 192 ]
 * ```
 */
export const gatherNeighbours = (x: Tensor): Tensor => apply(gatherNeighboursOperator, [x]);

const pads = int64([0, 1, 1, 0, 0, 1, 1, 0], [8]);
const axes = int64([1, 2, 3], [3]);

export const neighboursOperator: Operator<[x: Tensor]> = {
  name: 'neighbours',
  infer([x]) {
    const [batch, height, width, depth] = mapShape(x, 1);
    return [{ shape: [batch, height, width, 9 * depth], type: x.type }];
  },
  emit({ inputs: [x], tensor }, emitter) {
    const [, height, width, depth] = mapShape(tensor, 9);
    const padded = emitter.node('Pad', [x, emitter.constant(pads)])[0];
    const parts = taps.map(([down, right]) => {
      const begin = emitter.constant(int64([down, right, 0], [3]));
      const end = emitter.constant(int64([down + height, right + width, depth / 9], [3]));
      return emitter.node('Slice', [padded, begin, end, emitter.constant(axes)])[0];
    });
    return emitter.node('Concat', parts, { axis: 3 });
  },
  derive: (_, gradient) => [gatherNeighbours(gradient)],
};

export const gatherNeighboursOperator: Operator<[x: Tensor]> = {
  name: 'gatherNeighbours',
  infer([x]) {
    const [batch, height, width, depth] = mapShape(x, 9);
    return [{ shape: [batch, height, width, depth / 9], type: x.type }];
  },
  emit: (call, emitter) => emitter.node('Sum', shiftedNinths(call, emitter)),
  emitForGpu: (call, emitter) => [
    shiftedNinths(call, emitter).reduce((sum, part) => emitter.node('Add', [sum, part])[0]),
  ],
  derive: (_, gradient) => [neighbours(gradient)],
};

/** Each ninth moved to the place that `neighbours` took it from. */
function shiftedNinths({ inputs: [x], tensor }: EmittedCall, emitter: Emitter): readonly string[] {
  const [, height, width, depth] = mapShape(tensor, 1);
  const padded = emitter.node('Pad', [x, emitter.constant(pads)])[0];
  // What `neighbours` took from one row above went one row below: the tap is turned round.
  return taps.map(([down, right], tap) => {
    const begin = emitter.constant(int64([2 - down, 2 - right, tap * depth], [3]));
    const end = emitter.constant(int64([2 - down + height, 2 - right + width, (tap + 1) * depth], [3]));
    return emitter.node('Slice', [padded, begin, end, emitter.constant(axes)])[0];
  });
}

function mapShape({ shape }: Tensor, parts: number): [number | 'B', number, number, number] {
  const [batch, height, width, depth] = shape;
  if (
    shape.length !== 4 ||
    typeof height !== 'number' ||
    typeof width !== 'number' ||
    typeof depth !== 'number' ||
    depth % parts !== 0
  )
    throw new MpaferError(
      'shape',
      `Cannot take neighbours in shape ${showShape(shape)}: needed [B, H, W, D]${parts > 1 ? ` with D a multiple of ${parts}` : ''}`,
    );
  return [batch!, height, width, depth];
}
