// What the Node host and its worker thread say to each other.
import type { NumericArray } from '../../core/array.ts';
import type { OnnxModel } from '../../onnx/model.ts';

export type Request =
  | { readonly kind: 'open'; readonly id: number; readonly model: OnnxModel; readonly threads: number }
  | { readonly kind: 'run'; readonly id: number; readonly feeds: Readonly<Record<string, NumericArray>> }
  | { readonly kind: 'release'; readonly id: number };

export type Reply =
  | { readonly arrays: Readonly<Record<string, NumericArray>> }
  | { readonly failure: string; readonly missing: boolean };
