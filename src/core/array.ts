// Numbers in memory: a typed array, its element type and its shape. What goes into and comes out of an engine.

/** Element types of arrays and of graph tensors. `float16` and `bfloat16` occur only as stored weights. */
export type DType = 'float32' | 'float64' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'uint8' | 'int8' | 'bool';

export type ArrayData = Float32Array | Float64Array | Uint16Array | BigInt64Array | Int32Array | Uint8Array | Int8Array;

/** A dense row-major array. `float16` and `bfloat16` hold raw bits in a `Uint16Array`; `bool` holds 0 or 1 in a `Uint8Array`. */
export interface NumericArray {
  readonly type: DType;
  readonly shape: readonly number[];
  readonly data: ArrayData;
}

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

export const float32 = (data: ArrayLike<number>, shape: readonly number[]): NumericArray => ({
  type: 'float32',
  shape,
  data: data instanceof Float32Array ? data : Float32Array.from(data),
});

export const float64 = (data: ArrayLike<number>, shape: readonly number[]): NumericArray => ({
  type: 'float64',
  shape,
  data: data instanceof Float64Array ? data : Float64Array.from(data),
});

export const int64 = (data: ArrayLike<number>, shape: readonly number[]): NumericArray => ({
  type: 'int64',
  shape,
  data: BigInt64Array.from(Array.from(data, (value) => BigInt(value))),
});

/** How many elements a shape holds; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
