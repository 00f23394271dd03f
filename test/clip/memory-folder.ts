// A model folder in memory.
import type { ModelFolder } from '../../src/clip/model-folder.ts';
import { weightFileOf } from '../../src/safetensors/weight-file.ts';

/** Records what was read, so that tests can tell how much. */
export function memoryFolder(
  files: Readonly<Record<string, Uint8Array | string>>,
): ModelFolder & { readonly reads: string[] } {
  const bytesOf = (file: string): Uint8Array => {
    const content = files[file];
    if (content === undefined) throw new Error(`${file} was asked for, but is not there`);
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  const reads: string[] = [];
  return {
    name: 'memory',
    files: Object.keys(files),
    async read(file, begin, end) {
      reads.push(begin === undefined ? file : `${file} ${begin}-${end}`);
      return bytesOf(file).subarray(begin, end);
    },
    weightFile: async (file) => weightFileOf(bytesOf(file), file),
    async digest(names) {
      reads.push(`digest ${names.join(' ')}`);
      return `digest of ${names.join(' ')}`;
    },
    reads,
  };
}
