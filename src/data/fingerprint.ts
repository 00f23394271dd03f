// A digest of what a dataset says: which images it names, in which split, with which label.
import { byCodeUnit } from './by-code-unit.ts';
import type { Alignment, Dataset } from './dataset.ts';

/**
 * Digest of a dataset's names, splits, labels, votes and alignment, for the record of a run. The order of the samples does not
 * matter; the bytes of the images are not read.
 *
 * @param digest from text to a short text, e.g. SHA-256 in hexadecimal; by default 64 bits in 16 hexadecimal digits,
 *   which tells two versions of a dataset apart and is no protection against forgery
 */
export function fingerprint(dataset: Dataset, digest: (text: string) => string = digest64): string {
  const lines = dataset.samples.map(({ id, split, label, votes }) =>
    JSON.stringify([id, split, dataset.classes[label], votes ?? []]),
  );
  lines.sort(byCodeUnit);
  const { alignment } = dataset;
  const cut = alignment === undefined ? [] : [JSON.stringify(['alignment', ...alignmentNumbers(alignment)])];
  return digest([JSON.stringify(dataset.classes), ...cut, ...lines].join('\n'));
}

const alignmentNumbers = ({ name, eyeDistance, eyeLine }: Alignment) => [name, eyeDistance, eyeLine];

/** Two 32-bit lanes of multiply and xor that feed each other at the end. */
function digest64(text: string): string {
  let a = 0x9e3779b9;
  let b = 0x7f4a7c15;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x85ebca6b);
    b = Math.imul(b ^ unit, 0xc2b2ae35);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d) ^ Math.imul(b ^ (b >>> 13), 0x846ca68b);
  b = Math.imul(b ^ (b >>> 16), 0x7feb352d) ^ Math.imul(a ^ (a >>> 13), 0x846ca68b);
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
