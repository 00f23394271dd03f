// Numbers in memory: a typed array, its element type and its shape. What goes into and comes out of an engine.
import { MpaferError } from './errors.ts';

/** Element types of arrays and of graph tensors. `float16` and `bfloat16` occur only as stored weights. */
export type DType = keyof DataOf;

/** What holds the elements of each type. Half precision is kept as raw bits, `bool` as 0 or 1. */
export interface DataOf {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly float16: Uint16Array;
  readonly bfloat16: Uint16Array;
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly bool: Uint8Array;
}

export type ArrayData = DataOf[DType];

interface TypedArray<T extends DType> {
  readonly type: T;
  readonly shape: readonly number[];
  readonly data: DataOf[T];
}

/**
 * A dense row-major array. `type` decides what `data` is: checking one narrows the other, and
 * `NumericArray<'float32'>` has a `Float32Array`.
 */
export type NumericArray<T extends DType = DType> = { readonly [Type in T]: TypedArray<Type> }[T];

/** Bytes of one element. */
export const bytesOf: Readonly<Record<DType, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  uint8: 1,
  int8: 1,
  bool: 1,
};

/**
 * A float32 array over `data`, which is copied unless it is a `Float32Array`.
 *
 * @param data in row-major order
 * @param shape its lengths; their product is the number of elements
 * @example
 * ```ts
 * import { float32 } from 'mpafer/graph';
 * console.log(float32([1, 2, 3, 4, 5, 6], [2, 3]).data.length); // 6
 * ```
 */
export const float32 = (data: ArrayLike<number>, shape: readonly number[]): NumericArray<'float32'> => ({
  type: 'float32',
  shape,
  data: data instanceof Float32Array ? data : Float32Array.from(data),
});

/**
 * A float64 array over `data`, which is copied unless it is a `Float64Array`.
 *
 * @param data in row-major order
 * @param shape its lengths; their product is the number of elements
 * @example
 * ```ts
 * import { float64 } from 'mpafer/graph';
 * console.log(float64([0.1, 0.2], [2]).type); // float64
 * ```
 */
export const float64 = (data: ArrayLike<number>, shape: readonly number[]): NumericArray<'float64'> => ({
  type: 'float64',
  shape,
  data: data instanceof Float64Array ? data : Float64Array.from(data),
});

/** A floating-point array over `data`, in the precision that a graph computes in. */
export const floats = (
  type: 'float32' | 'float64',
  data: ArrayLike<number>,
  shape: readonly number[],
): NumericArray<'float32' | 'float64'> => (type === 'float32' ? float32 : float64)(data, shape);

/**
 * An int64 array of whole numbers.
 *
 * @param data whole numbers in row-major order
 * @param shape its lengths; their product is the number of elements
 * @example
 * ```ts
 * import { int64 } from 'mpafer/graph';
 * console.log(int64([3, 1], [2]).data); // BigInt64Array(2) [ 3n, 1n ]
 * ```
 */
export const int64 = (data: ArrayLike<number>, shape: readonly number[]): NumericArray<'int64'> => ({
  type: 'int64',
  shape,
  data: BigInt64Array.from(Array.from(data, (value) => BigInt(value))),
});

/** How many elements a shape holds; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** The same array, known to be float32. @throws MpaferError `graph` when it is not */
export function requireFloat32(array: NumericArray): NumericArray<'float32'> {
  if (array.type === 'float32') return array;
  throw new MpaferError('graph', `Cannot read ${array.type} [${array.shape.join(', ')}] as float32`);
}

/**
 * The numbers of a float32 array.
 *
 * @param array what a program gave
 * @throws MpaferError `graph` when it has another type
 * @example
 * ```ts
 * import { float32, float32Data } from 'mpafer/graph';
 * console.log(float32Data(float32([1, 2], [2])).length); // 2
 * ```
 */
export const float32Data = (array: NumericArray): Float32Array => requireFloat32(array).data;

/** A copy whose elements can be changed without changing the original. */
export const copyArray = <A extends NumericArray>(array: A): A => ({ ...array, data: array.data.slice() });

/** Rows `begin` to `end` (exclusive) along the first axis, as a view of the same numbers. */
export function rowsOf<A extends NumericArray>(array: A, begin: number, end: number): A {
  const [, ...row] = array.shape;
  const length = sizeOf(row);
  return { ...array, shape: [end - begin, ...row], data: array.data.subarray(begin * length, end * length) };
}

const constructors: { readonly [Type in DType]: new (length: number) => DataOf[Type] } = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  bool: Uint8Array,
};

/**
 * An array whose type is known only when the program runs.
 *
 * @throws MpaferError `graph` when `data` is not what holds elements of `type`
 */
export function numericArray<T extends DType>(type: T, shape: readonly number[], data: unknown): NumericArray<T> {
  const needed = constructors[type];
  if (data instanceof needed) return { type, shape, data } as TypedArray<DType> as NumericArray<T>;
  const found = Object.prototype.toString.call(data).slice(8, -1);
  throw new MpaferError('graph', `Cannot make an array of ${type} from ${found}; expected ${needed.name}`);
}
