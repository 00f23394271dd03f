// A NumPy file of one value, as `np.save` writes it.

/** @param descr type in NumPy's notation, e.g. `<i8` or `<U1` */
export function npyFile(value: number | string, descr: string, shape = '()', version = 1): Uint8Array {
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const start = version === 1 ? 10 : 12;
  const padded = `${head}${' '.repeat(63 - ((start + head.length) % 64))}\n`;
  const [, order, letter, size] = /^([<>|])([a-zA-Z])(\d+)$/.exec(descr)!;
  const width = Number(size) * (letter === 'U' ? 4 : 1);
  const bytes = new Uint8Array(start + padded.length + width);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, padded.length, true);
  else view.setUint32(8, padded.length, true);
  bytes.set(new TextEncoder().encode(padded), start);
  const at = start + padded.length;
  const little = order !== '>';
  if (letter === 'U')
    for (const [index, unit] of [...String(value)].entries())
      view.setUint32(at + index * 4, unit.codePointAt(0)!, little);
  else if (letter === 'S') bytes.set(new TextEncoder().encode(String(value)), at);
  else if (letter === 'f') {
    if (width === 4) view.setFloat32(at, Number(value), little);
    else view.setFloat64(at, Number(value), little);
  } else if (width === 8) view.setBigInt64(at, BigInt(value), little);
  else if (width === 4) view.setInt32(at, Number(value), little);
  else if (width === 2) view.setInt16(at, Number(value), little);
  else view.setInt8(at, Number(value));
  return bytes;
}
