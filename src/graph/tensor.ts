// The symbolic tensor: a frozen record of an operator, its inputs, attributes, shape and type. There is no tape and no graph object.
import { type DType, float32, float64, int64, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { type Shape, showShape } from '../core/shape.ts';

export interface TensorType {
  readonly shape: Shape;
  readonly type: DType;
}

/** One result of one operator. Equal records mean equal values: they are merged by content when a model is written. */
export interface Tensor extends TensorType {
  readonly operator: Operator;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  /** Which of the operator's outputs this is; 0 for nearly all. */
  readonly output: number;
}

/** What distinguishes two applications of an operator to the same inputs. Must survive `JSON.stringify`; leaves hold more. */
export type Attributes = Readonly<Record<string, unknown>>;

/** An operator: its shape rule, its ONNX nodes and its derivative, together in one file under `ops/`. */
export interface Operator {
  readonly name: string;
  /** Shape and type of each output. Throws MpaferError `shape` that names the operator and both shapes. */
  infer(inputs: readonly Tensor[], attributes: Attributes): readonly TensorType[];
  /** Writes ONNX nodes; returns the names of all outputs in order. */
  emit(call: EmittedCall, emitter: Emitter): readonly string[];
  /** The same in nodes that ONNX Runtime's WebGPU provider has kernels for, where it lacks those of `emit`; else undefined. */
  emitForGpu?(call: EmittedCall, emitter: Emitter): readonly string[] | undefined;
  /** Gradient of the loss for each input, given that for `tensor`; undefined where none flows. */
  derive?(tensor: Tensor, gradient: Tensor): readonly (Tensor | undefined)[];
}

export interface EmittedCall {
  readonly inputs: readonly string[];
  readonly tensor: Tensor;
}

/** What operators may write into an ONNX model. */
export interface Emitter {
  /** Adds a node of the standard operator set, or of the runtime's own (`com.microsoft.NAME`), and returns the names of its outputs. */
  node(type: string, inputs: readonly string[], attributes?: NodeAttributes, outputs?: number): readonly string[];
  /** A named constant with these values. */
  constant(array: NumericArray): string;
  /** A one-dimensional int64 tensor that holds a shape; the batch is read from the model's inputs at run time. */
  shape(shape: Shape): string;
  /**
   * Ones, as many as the batch is long: float32 [B]. A graph that has to do without shapes at run time knows the batch by it.
   * Undefined where no input of float32 has the batch.
   */
  batchOfOnes(): string | undefined;
  /** A graph input. */
  input(name: string, type: TensorType): string;
  /** An initializer whose bytes lie in a weight file. */
  weight(stored: StoredArray): string;
}

export type NodeAttributes = Readonly<Record<string, number | bigint | string | readonly number[] | FloatAttribute>>;

/** Marks a number that ONNX wants as a float even where it happens to be whole. */
export interface FloatAttribute {
  readonly float: number;
}

/** A tensor at rest: a byte range of a weight file. */
export interface StoredArray {
  readonly name: string;
  /** `source` is a path on disk or the file's bytes. */
  readonly file: { readonly name: string; readonly source: string | Uint8Array };
  readonly type: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Applies an operator and returns all its outputs. */
export function applyAll(
  operator: Operator,
  inputs: readonly Tensor[],
  attributes: Attributes = {},
): readonly Tensor[] {
  return operator
    .infer(inputs, attributes)
    .map(({ shape, type }, output) => Object.freeze({ operator, inputs, attributes, output, shape, type }));
}

/** Applies an operator and returns its first output. */
export function apply(operator: Operator, inputs: readonly Tensor[], attributes: Attributes = {}): Tensor {
  return applyAll(operator, inputs, attributes)[0]!;
}

/** Refuses inputs of different element types: nothing is converted silently. */
export function requireSameType(operator: string, inputs: readonly Tensor[]): DType {
  const [first, ...others] = inputs;
  for (const other of others) {
    if (other.type !== first!.type) {
      throw new MpaferError(
        'shape',
        `Cannot ${operator} ${showTensor(first!)} and ${showTensor(other)}: element types differ`,
      );
    }
  }
  return first!.type;
}

export const showTensor = (tensor: TensorType): string => `${tensor.type} ${showShape(tensor.shape)}`;

/** A value fed in each run. */
export const input = (name: string, shape: Shape, type: DType = 'float32'): Tensor =>
  apply(inputOperator, [], { name, shape, type });

/** Values that are part of the graph. */
export const constant = (array: NumericArray): Tensor => apply(constantOperator, [], { array });

/** A scalar of the graph. */
export const scalar = (value: number, type: DType = 'float32'): Tensor => constant(scalarArray(value, type));

/** A tensor of a weight file, referenced in place. */
export const weight = (stored: StoredArray): Tensor => apply(weightOperator, [], { stored });

function scalarArray(value: number, type: DType): NumericArray {
  if (type === 'float32') return float32([value], []);
  if (type === 'float64') return float64([value], []);
  if (type === 'int64') return int64([value], []);
  throw new MpaferError('graph', `Cannot make a scalar of type ${type}: float32, float64 and int64 are known`);
}

export const inputOperator: Operator = {
  name: 'input',
  infer: (_, { shape, type }) => [{ shape: shape as Shape, type: type as DType }],
  emit: ({ tensor }, emitter) => [emitter.input(tensor.attributes.name as string, tensor)],
};

export const constantOperator: Operator = {
  name: 'constant',
  infer: (_, { array }) => [array as NumericArray],
  emit: ({ tensor }, emitter) => [emitter.constant(tensor.attributes.array as NumericArray)],
};

export const weightOperator: Operator = {
  name: 'weight',
  infer: (_, { stored }) => [stored as StoredArray],
  emit: ({ tensor }, emitter) => [emitter.weight(tensor.attributes.stored as StoredArray)],
};
