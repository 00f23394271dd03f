// PyTorch's values of the operators' cases, read from their file.
import { readFileSync } from 'node:fs';
import type { GoldenCases } from './golden.ts';

export const goldenCases: GoldenCases = JSON.parse(
  readFileSync(new URL('../golden/ops/ops.json', import.meta.url), 'utf8'),
);
