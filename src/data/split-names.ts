// What the folders, columns and files of data sets call the three splits.
import type { Split } from './dataset.ts';

const names: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  valid: 'valid',
  val: 'valid',
  validation: 'valid',
  dev: 'valid',
  publictest: 'valid',
  test: 'test',
  testing: 'test',
  privatetest: 'test',
};

/** `Train`, `train_set` and `Training` are `train`; FER2013's `PublicTest` is `valid`, its `PrivateTest` is `test`. */
export const splitNamed = (name: string): Split | undefined => {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[ _-]?set$/, '');
  return Object.hasOwn(names, plain) ? names[plain] : undefined;
};
