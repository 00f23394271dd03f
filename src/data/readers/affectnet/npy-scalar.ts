// Reads one number or string from a NumPy `.npy` file, such as a file with a single label.
import { MpaferError } from '../../../core/errors.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * The only value of an array of one element, of any shape: integers, floats, bytes (`S`) and strings (`U`).
 *
 * @throws MpaferError `data` naming `name` when it is not such a file
 */
export function npyScalar(bytes: Uint8Array, name: string): number | string {
  const refuse = (found: string) => new MpaferError('data', `Cannot read "${name}": ${found}`);
  if (bytes.length < 10 || magic.some((byte, at) => bytes[at] !== byte)) throw refuse('it is no .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6]! >= 2;
  const start = wide ? 12 : 10;
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) throw refuse('its header is cut short');
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const type = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z])(\d+)'/.exec(header);
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  if (type === null || shape === undefined) throw refuse('its header names no plain type and shape');
  const count = shape.split(',').reduce((product, part) => (part.trim() === '' ? product : product * Number(part)), 1);
  if (count !== 1) throw refuse(`it holds ${count} values; expected 1`);
  const [, order, letter, size] = type;
  const width = Number(size) * (letter === 'U' ? 4 : 1);
  if (width === 0 || end + width > bytes.length) throw refuse('its value is cut short');
  const value = read(new DataView(bytes.buffer, bytes.byteOffset + end, width), letter!, Number(size), order !== '>');
  if (value === undefined) throw refuse(`its type is ${letter}${size}; expected a number or text`);
  return value;
}

function read(view: DataView, letter: string, size: number, little: boolean): number | string | undefined {
  switch (`${letter}${letter === 'U' || letter === 'S' ? '' : size}`) {
    case 'U':
      return text(size, (at) => view.getUint32(at * 4, little));
    case 'S':
      return text(size, (at) => view.getUint8(at));
    case 'i1':
      return view.getInt8(0);
    case 'u1':
    case 'b1':
      return view.getUint8(0);
    case 'i2':
      return view.getInt16(0, little);
    case 'u2':
      return view.getUint16(0, little);
    case 'i4':
      return view.getInt32(0, little);
    case 'u4':
      return view.getUint32(0, little);
    case 'i8':
      return Number(view.getBigInt64(0, little));
    case 'u8':
      return Number(view.getBigUint64(0, little));
    case 'f4':
      return view.getFloat32(0, little);
    case 'f8':
      return view.getFloat64(0, little);
    default:
      return undefined;
  }
}

/** NumPy pads short strings with zeros. */
const text = (length: number, unit: (at: number) => number): string =>
  Array.from({ length }, (_, at) => unit(at))
    .filter((code) => code !== 0 && code <= 0x10ffff)
    .map((code) => String.fromCodePoint(code))
    .join('');
