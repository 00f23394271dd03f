// A file of float16 weights as float32, for a GPU that may not have float16.
import { toFloat32 } from '../safetensors/half.ts';

/** Every two bytes, a float16, as the four bytes of that float32; an odd byte at the end is left out. */
export function widened(file: Uint8Array): Uint8Array {
  const whole = file.slice(0, file.length - (file.length % 2));
  const halves = { type: 'float16', shape: [whole.length / 2], data: new Uint16Array(whole.buffer) } as const;
  return new Uint8Array(toFloat32(halves).data.buffer);
}
