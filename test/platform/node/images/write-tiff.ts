// Uncompressed TIFFs of any sample format, which sharp reads and does not write.

const formats = {
  uint16: { code: 1, bytes: 2, write: (view: DataView, at: number, value: number) => view.setUint16(at, value, true) },
  uint32: { code: 1, bytes: 4, write: (view: DataView, at: number, value: number) => view.setUint32(at, value, true) },
  float32: {
    code: 3,
    bytes: 4,
    write: (view: DataView, at: number, value: number) => view.setFloat32(at, value, true),
  },
} as const;

export type SampleFormat = keyof typeof formats;

const [short, long] = [3, 4];

/** One strip, little-endian; grey of one channel or RGB of three. */
export function writeTiff(
  values: readonly number[],
  width: number,
  height: number,
  channels: 1 | 3,
  format: SampleFormat,
): Uint8Array {
  const { code, bytes, write } = formats[format];
  const directory = 8 + values.length * bytes;
  const lists = directory + 2 + 12 * 10 + 4;
  const view = new DataView(new ArrayBuffer(lists + 12));
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, directory, true);
  for (const [index, value] of values.entries()) write(view, 8 + index * bytes, value);
  for (let channel = 0; channel < 3; channel++) {
    view.setUint16(lists + 2 * channel, bytes * 8, true);
    view.setUint16(lists + 6 + 2 * channel, code, true);
  }
  const tags = [
    [256, short, 1, width],
    [257, short, 1, height],
    [258, short, channels, channels === 1 ? bytes * 8 : lists],
    [259, short, 1, 1],
    [262, short, 1, channels === 1 ? 1 : 2],
    [273, long, 1, 8],
    [277, short, 1, channels],
    [278, short, 1, height],
    [279, long, 1, values.length * bytes],
    [339, short, channels, channels === 1 ? code : lists + 6],
  ] as const;
  view.setUint16(directory, tags.length, true);
  for (const [index, [tag, type, count, value]] of tags.entries()) {
    const at = directory + 2 + 12 * index;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    if (type === short && count === 1) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  }
  return new Uint8Array(view.buffer);
}
