// The element types of the safetensors format and the array types they map to.
import type { DType } from '../core/array.ts';

/** Bits of one element of each type that the format knows. Some (F4, F6) are smaller than a byte. */
export const bitsOf = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

export type StoredType = keyof typeof bitsOf;

export const isStoredType = (name: string): name is StoredType => Object.hasOwn(bitsOf, name);

const pairs: readonly (readonly [StoredType, DType])[] = [
  ['I64', 'int64'],
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['I32', 'int32'],
  ['BF16', 'bfloat16'],
  ['F16', 'float16'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
];

const dtypes = new Map(pairs);
const storedTypes = new Map(pairs.map(([stored, dtype]) => [dtype, stored]));

/** The array type for a stored type; undefined if there is none. */
export const dtypeOf = (stored: StoredType): DType | undefined => dtypes.get(stored);

export const storedTypeOf = (dtype: DType): StoredType => storedTypes.get(dtype)!;

/** The reference writer's order of types: wide ones first, so that every tensor starts at a multiple of its element's size. */
export const writingOrder = (dtype: DType): number => pairs.findIndex(([, candidate]) => candidate === dtype);
