// The precisions that the frozen towers can compute in.
export const precisions = ['float32', 'int8'] as const;

export type Precision = (typeof precisions)[number];
