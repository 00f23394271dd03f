// The symbolic tensor: a frozen record of an operator, its inputs, attributes, shape and type. There is no tape and no graph object.
import { type DType, float32, float64, int64, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { type OpenShape, type Shape, showShape } from '../core/shape.ts';

/** Shape and element type of a tensor. */
export interface TensorType {
  readonly shape: Shape;
  readonly type: DType;
}

/** One result of one operator. Equal records mean equal values: they are merged by content when a model is written. */
export interface Tensor extends TensorType {
  readonly operator: AnyOperator;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  /** Which of the operator's outputs this is; 0 for nearly all. */
  readonly output: number;
}

/** What distinguishes two applications of an operator to the same inputs. Must survive `JSON.stringify`; leaves hold more. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The attributes of an operator that has none. */
export type NoAttributes = Readonly<Record<never, never>>;

/**
 * An operator: its shape rule, its ONNX nodes and its derivative, together in one file under `ops/`.
 *
 * Declared with its inputs, its attributes and, where there are several, its outputs:
 * `Operator<[x: Tensor, indices: Tensor], { axis: number }>`. Without type arguments it has any number of inputs and no attributes.
 */
export interface Operator<
  Inputs extends readonly Tensor[] = readonly Tensor[],
  Own extends Attributes = NoAttributes,
  Outputs extends readonly Tensor[] = readonly Tensor[],
> {
  readonly name: string;
  /**
   * Shape and type of each output.
   *
   * @throws MpaferError `shape` that names the operator and the shapes
   */
  infer(inputs: Inputs, attributes: Own): { readonly [Index in keyof Outputs]: TensorType };
  /** Writes ONNX nodes; returns the names of all outputs in order. */
  emit(call: EmittedCall<Inputs, Own>, emitter: Emitter): readonly string[];
  /** The same from nodes that ONNX Runtime's WebGPU provider has kernels for, where it lacks those of `emit`; else undefined. */
  emitForGpu?(call: EmittedCall<Inputs, Own>, emitter: Emitter): readonly string[] | undefined;
  /** Gradient of the loss for each input, given that for `tensor`; undefined where none flows. */
  derive?(tensor: Applied<Inputs, Own>, gradient: Tensor): readonly (Tensor | undefined)[];
}

/** Any operator, of whatever inputs and attributes. */
export type AnyOperator = Operator<readonly Tensor[], Attributes>;

/** A result of an operator that is known, so that its inputs and attributes are too. */
export interface Applied<Inputs extends readonly Tensor[], Own extends Attributes> extends Tensor {
  readonly inputs: Inputs;
  readonly attributes: Own;
}

/** The results of a certain operator. */
export type ResultOf<Op> = Op extends Operator<infer Inputs, infer Own> ? Applied<Inputs, Own> : never;

/** One node of an ONNX model, as an operator writes it. */
export interface EmittedCall<
  Inputs extends readonly Tensor[] = readonly Tensor[],
  Own extends Attributes = Attributes,
> {
  /** Names of the inputs' values in the model. */
  readonly inputs: { readonly [Index in keyof Inputs]: string };
  readonly tensor: Applied<Inputs, Own>;
}

/** What operators may write into an ONNX model. */
export interface Emitter {
  /** Adds a node of the standard operator set, or of the runtime's own (`com.microsoft.NAME`), and returns the names of its outputs. */
  node(
    type: string,
    inputs: readonly string[],
    attributes?: NodeAttributes,
    outputs?: number,
  ): readonly [first: string, ...others: string[]];
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
  /** An initializer whose bytes are in a weight file. */
  weight(stored: StoredArray): string;
}

export type NodeAttributes = Readonly<Record<string, number | bigint | string | readonly number[] | FloatAttribute>>;

/** Marks a number that ONNX wants as a float even where it happens to be whole. */
export interface FloatAttribute {
  readonly float: number;
}

/** Where a weight file's bytes are: at a path on disk, in memory, or where they are fetched from when a program needs them. */
export type WeightSource = string | Uint8Array | (() => Promise<Uint8Array>);

/** A tensor at rest: a byte range of a weight file. */
export interface StoredArray {
  readonly name: string;
  readonly file: { readonly name: string; readonly source: WeightSource };
  readonly type: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The attributes as the last argument, optional if the operator has none. */
type Given<Own extends Attributes> = NoAttributes extends Own ? [attributes?: Own] : [attributes: Own];

/**
 * Applies an operator and returns all its outputs.
 *
 * @param operator one with several outputs, such as a split
 * @param inputs as the operator declares them
 * @param attributes what distinguishes two applications, where it has any
 * @throws MpaferError `shape` as the operator's shape rule says
 * @example
 * ```ts
 * import { applyAll, input, type Operator, type Tensor } from 'mpafer/graph';
 * const halves: Operator<[x: Tensor], Record<never, never>, [low: Tensor, high: Tensor]> = {
 *   name: 'halves',
 *   infer([x]) {
 *     const half = { shape: x.shape.with(-1, Number(x.shape.at(-1)) / 2), type: x.type };
 *     return [half, half];
 *   },
 *   emit: ({ inputs }, emitter) => emitter.node('Split', inputs, { axis: -1, num_outputs: 2 }, 2),
 * };
 * const [low, high] = applyAll(halves, [input('x', ['B', 8])]);
 * console.log(low.shape, high.output); // [ 'B', 4 ] 1
 * ```
 */
export function applyAll<
  const Inputs extends readonly Tensor[],
  Own extends Attributes,
  Outputs extends readonly Tensor[],
>(
  operator: Operator<Inputs, Own, Outputs>,
  inputs: NoInfer<Inputs>,
  ...[attributes = {} as Own]: Given<NoInfer<Own>>
): Outputs {
  const types: readonly TensorType[] = operator.infer(inputs, attributes);
  const outputs: readonly Tensor[] = types.map(({ shape, type }, output) =>
    Object.freeze({ operator, inputs, attributes, output, shape, type }),
  );
  return outputs as Outputs;
}

/**
 * Applies an operator and returns its first output.
 *
 * @param operator one of your own: docs/extending.md writes one
 * @param inputs as the operator declares them
 * @param attributes what distinguishes two applications, where it has any
 * @throws MpaferError `shape` as the operator's shape rule says
 * @example
 * ```ts
 * import { apply, input, type Operator, type Tensor } from 'mpafer/graph';
 * const twice: Operator<[x: Tensor]> = {
 *   name: 'twice',
 *   infer: ([x]) => [{ shape: x.shape, type: x.type }],
 *   emit: ({ inputs: [x] }, emitter) => emitter.node('Add', [x, x]),
 * };
 * console.log(apply(twice, [input('x', ['B', 7])]).shape); // [ 'B', 7 ]
 * ```
 */
export function apply<const Inputs extends readonly Tensor[], Own extends Attributes>(
  operator: Operator<Inputs, Own>,
  inputs: NoInfer<Inputs>,
  ...attributes: Given<NoInfer<Own>>
): Tensor {
  const [first] = applyAll(operator, inputs, ...attributes);
  if (first === undefined) throw new Error(`${operator.name} has no output`);
  return first;
}

/** Whether a tensor is a result of this operator; its attributes then have the operator's types. */
export const isResultOf = <Inputs extends readonly Tensor[], Own extends Attributes>(
  tensor: Tensor,
  operator: Operator<Inputs, Own>,
): tensor is Applied<Inputs, Own> => tensor.operator === operator;

/** Refuses inputs of different element types; types are never converted implicitly. */
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

export const showTensor = ({ type, shape }: { readonly type: DType; readonly shape: OpenShape }): string =>
  `${type} ${showShape(shape)}`;

/**
 * A value fed in each run.
 *
 * @param name that it is fed by; the same in one graph means the same value
 * @param shape `'B'` is the batch
 * @param type float32 by default
 * @example
 * ```ts
 * import { input } from 'mpafer/graph';
 * const pixels = input('pixels', ['B', 3, 224, 224]);
 * console.log(pixels.type, pixels.shape[0]); // float32 B
 * ```
 */
export const input = (name: string, shape: Shape, type: DType = 'float32'): Tensor =>
  apply(inputOperator, [], { name, shape, type });

/**
 * Values that are part of the graph.
 *
 * @param array its shape and type are those of the tensor
 * @example
 * ```ts
 * import { constant, float32 } from 'mpafer/graph';
 * console.log(constant(float32([1, 2, 3], [3])).shape); // [ 3 ]
 * ```
 */
export const constant = (array: NumericArray): Tensor => apply(constantOperator, [], { array });

/**
 * A scalar of the graph.
 *
 * @param value a whole number for int64
 * @param type float32 by default
 * @example
 * ```ts
 * import { scalar } from 'mpafer/graph';
 * console.log(scalar(0.5).shape); // []
 * ```
 */
export const scalar = (value: number, type: DType = 'float32'): Tensor => constant(scalarArray(value, type));

/**
 * A tensor of a weight file, referenced in place.
 *
 * @param stored a byte range of a file: its path, or its bytes
 * @example
 * ```ts
 * import { weight } from 'mpafer/graph';
 * const file = { name: 'model.safetensors', source: 'model.safetensors' };
 * const bias = weight({ name: 'bias', file, type: 'float16', shape: [8], begin: 0, end: 16 });
 * console.log(bias.type, bias.shape); // float16 [ 8 ]
 * ```
 */
export const weight = (stored: StoredArray): Tensor => apply(weightOperator, [], { stored });

function scalarArray(value: number, type: DType): NumericArray {
  if (type === 'float32') return float32([value], []);
  if (type === 'float64') return float64([value], []);
  if (type === 'int64') return int64([value], []);
  throw new MpaferError('graph', `Cannot make a scalar of type ${type}: float32, float64 and int64 are known`);
}

export const inputOperator: Operator<[], { readonly name: string; readonly shape: Shape; readonly type: DType }> = {
  name: 'input',
  infer: (_, { shape, type }) => [{ shape, type }],
  emit: ({ tensor }, emitter) => [emitter.input(tensor.attributes.name, tensor)],
};

export const constantOperator: Operator<[], { readonly array: NumericArray }> = {
  name: 'constant',
  infer: (_, { array }) => [array],
  emit: ({ tensor }, emitter) => [emitter.constant(tensor.attributes.array)],
};

export const weightOperator: Operator<[], { readonly stored: StoredArray }> = {
  name: 'weight',
  infer: (_, { stored }) => [stored],
  emit: ({ tensor }, emitter) => [emitter.weight(tensor.attributes.stored)],
};
