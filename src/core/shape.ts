// Shapes of graph tensors: numbers, and one symbol for an axis whose length is only known when the graph runs.
import { MpaferError } from './errors.ts';

/** The length of an axis; `'B'` is the batch, whatever its size is in a run. */
export type Dimension = number | 'B';

/** Lengths of the axes of a tensor or array, outermost first. */
export type Shape = readonly Dimension[];

/** A shape of a finished model: a name stands for a length known only in a run, the same in all inputs that have it. */
export type OpenShape = readonly (number | string)[];

export const showShape = (shape: OpenShape): string => `[${shape.join(', ')}]`;

export const sameShape = (a: OpenShape, b: OpenShape): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

/**
 * The length of an axis that does not depend on the batch; -1 is the last axis.
 *
 * @throws MpaferError `shape` when there is no such axis, or its length is known only when the graph runs
 */
export function fixed(shape: Shape, axis: number): number {
  const length = shape.at(axis);
  if (typeof length === 'number') return length;
  const found = length === undefined ? `the shape has ${shape.length} axes` : 'it is the batch, known only in a run';
  throw new MpaferError('shape', `Cannot read the length of axis ${axis} of shape ${showShape(shape)}: ${found}`);
}

/** The axis counted from the front; -1 is the last. */
export function positiveAxis(axis: number, rank: number, operator: string): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(positive) || positive < 0 || positive >= rank) {
    throw new MpaferError('shape', `Cannot apply ${operator} to axis ${axis}: the tensor has ${rank} axes`);
  }
  return positive;
}

/** The shape that two shapes broadcast to, by NumPy's rule: aligned at the last axis, a length of 1 stretches. */
export function broadcastShapes(a: Shape, b: Shape, operator: string): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new MpaferError(
        'shape',
        `Cannot ${operator} shapes ${showShape(a)} and ${showShape(b)}: axis ${axis - rank} is ${left} and ${right}; expected equal lengths or 1`,
      );
    }
    return left === 1 ? right : left;
  });
}

/** Product of the lengths of a fully numeric shape; undefined as soon as the batch is among them. */
export function numericSize(shape: Shape): number | undefined {
  let product = 1;
  for (const length of shape) {
    if (length === 'B') return undefined;
    product *= length;
  }
  return product;
}
