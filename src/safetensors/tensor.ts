// A tensor's numbers out of a safetensors file that is in memory.
import { type ArrayData, bytesOf, type DType, type NumericArray, numericArray } from '../core/array.ts';
import { refuseFile, type SafetensorsHeader } from './header.ts';
import { dtypeOf } from './stored-type.ts';

/**
 * Reads one tensor of a file: a view of its bytes if they are aligned to the element's size, otherwise a copy.
 *
 * The format is little-endian and so is every machine that this runs on.
 *
 * @param bytes the whole file
 * @param header from `parseHeader`
 * @param tensor the tensor's name
 * @throws MpaferError `safetensors` when the tensor is missing, has an unsupported type, or extends beyond `bytes`
 */
export function readTensor(
  bytes: Uint8Array,
  header: SafetensorsHeader,
  tensor: string,
  name = 'safetensors file',
): NumericArray {
  const entry = header.tensors.get(tensor);
  if (entry === undefined) return refuseFile(name, `it has no tensor ${JSON.stringify(tensor)}`);
  const type = dtypeOf(entry.dtype);
  if (type === undefined)
    return refuseFile(name, `tensor ${JSON.stringify(tensor)} has dtype ${entry.dtype}, which is not supported`);
  if (entry.end > bytes.length)
    refuseFile(
      name,
      `tensor ${JSON.stringify(tensor)} ends at byte ${entry.end}, but ${bytes.length} bytes were handed over`,
    );
  return numericArray(type, entry.shape, viewAs(type, bytes.subarray(entry.begin, entry.end)));
}

/** The bytes as a typed array of `type`: a view where alignment allows, otherwise a copy. */
export function viewAs(type: DType, bytes: Uint8Array): ArrayData {
  const aligned = bytes.byteOffset % bytesOf[type] === 0 ? bytes : bytes.slice();
  const length = bytes.length / bytesOf[type];
  const { buffer, byteOffset } = aligned;
  switch (type) {
    case 'float32':
      return new Float32Array(buffer, byteOffset, length);
    case 'float64':
      return new Float64Array(buffer, byteOffset, length);
    case 'float16':
    case 'bfloat16':
      return new Uint16Array(buffer, byteOffset, length);
    case 'int64':
      return new BigInt64Array(buffer, byteOffset, length);
    case 'int32':
      return new Int32Array(buffer, byteOffset, length);
    case 'int8':
      return new Int8Array(buffer, byteOffset, length);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer, byteOffset, length);
  }
}
