// A graph written as an ONNX model: equal tensors are merged by content, dead ones never appear.
import { float32, int64, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { type Shape, sameShape } from '../core/shape.ts';
import { matricesOfBothPasses } from '../graph/both-passes.ts';
import { arrayKey, contentKey } from '../graph/content.ts';
import { inOrder } from '../graph/order.ts';
import {
  type Emitter,
  inputOperator,
  isResultOf,
  type NodeAttributes,
  type ResultOf,
  type StoredArray,
  showTensor,
  type Tensor,
  type TensorType,
  type WeightSource,
} from '../graph/tensor.ts';
import { type Initializer, type NamedType, type Node, writeModel } from './messages.ts';

/** What runs a model: this machine's processors, or its GPU. */
export type Provider = 'cpu' | 'webgpu';

/** A file that holds weights. */
export interface WeightFile {
  /** The name by which the model refers to it. */
  readonly location: string;
  readonly source: WeightSource;
  /** Whether the model expects every two bytes of `source`, a float16, as the four bytes of that float32. */
  readonly widened?: true;
}

/** An ONNX model with its inputs, its outputs and the weight files it refers to. */
export interface OnnxModel {
  readonly bytes: Uint8Array;
  readonly inputs: readonly NamedType[];
  readonly outputs: readonly NamedType[];
  /** Files that hold weights, under the names by which the model refers to them. */
  readonly files: readonly WeightFile[];
  /** Operators of the model by ONNX name, with how often each occurs. */
  readonly operators: Readonly<Record<string, number>>;
}

/**
 * Writes the graph that computes `outputs` as an ONNX model. It uses standard operators only, unless the graph was quantised for this library's engines.
 *
 * @param outputs tensors by the names that their values will have
 * @param metadata key-value pairs kept in the model
 * @param provider what the nodes are chosen for; the model runs on either
 * @param halves whether stored float16 weights are read as they are, or as float32, for a GPU without float16
 * @throws MpaferError `graph` when two inputs of one name differ, an output is named like an input, or the batch occurs and no input has it
 * @example
 * ```ts
 * import { input, softmax, writeOnnx } from 'mpafer/graph';
 * const model = writeOnnx({ probabilities: softmax(input('logits', ['B', 7])) });
 * console.log(model.inputs.map(({ name }) => name), model.bytes.length > 0); // [ 'logits' ] true
 * ```
 */
export function writeOnnx(
  outputs: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
  provider: Provider = 'cpu',
  halves: 'kept' | 'widened' = 'kept',
): OnnxModel {
  const ordered = inOrder(Object.values(outputs));
  const fed = ordered.filter((tensor) => isResultOf(tensor, inputOperator));
  const clash = fed.find(({ attributes }) => Object.hasOwn(outputs, attributes.name));
  if (clash !== undefined) {
    throw new MpaferError('graph', `Cannot give an output the name of the input "${clash.attributes.name}"`);
  }
  const writer = new GraphWriter(fed, Object.keys(outputs), halves === 'widened');
  const names = new Map<Tensor, string>();
  const merged = new Map<string, readonly string[]>();
  for (const tensor of ordered) {
    const inputs = tensor.inputs.map((source) => names.get(source)!);
    const key = contentKey(tensor, inputs);
    let results = merged.get(key);
    if (results === undefined) {
      const { operator } = tensor;
      const call = { inputs, tensor };
      const forGpu = provider === 'webgpu' ? operator.emitForGpu?.(call, writer) : undefined;
      results = forGpu ?? operator.emit(call, writer);
      merged.set(key, results);
    }
    names.set(tensor, results[tensor.output]!);
  }
  const results: NamedType[] = [];
  for (const [name, tensor] of Object.entries(outputs)) {
    writer.nodes.push({ type: 'Identity', inputs: [names.get(tensor)!], outputs: [name], attributes: {} });
    results.push({ name, shape: tensor.shape, type: tensor.type });
  }
  const inputs = [...writer.inputs.values()];
  // The runtime would repack a constant matrix for each pass and keep both copies. A matrix declared as an optional input is read in
  // place, although it is never fed: each weight is in memory once, as pages of its file.
  const kept = new Map(matricesOfBothPasses(ordered).map((matrix) => [names.get(matrix)!, matrix]));
  const bytes = writeModel({
    nodes: writer.nodes,
    initializers: writer.initializers,
    inputs: [...inputs, ...[...kept].map(([name, { shape, type }]) => ({ name, shape, type }))],
    outputs: results,
    metadata,
  });
  const operators: Record<string, number> = {};
  for (const { type } of writer.nodes) operators[type] = (operators[type] ?? 0) + 1;
  return { bytes, inputs, outputs: results, files: writer.files(), operators };
}

type Input = ResultOf<typeof inputOperator>;

class GraphWriter implements Emitter {
  readonly nodes: Node[] = [];
  readonly initializers: Initializer[] = [];
  readonly inputs = new Map<string, NamedType>();
  readonly #locations = new Map<object, WeightFile>();
  readonly #widenedFiles = new Map<object, WeightFile>();
  readonly #widen: boolean;
  readonly #constants = new Map<string, string>();
  readonly #shapes = new Map<string, string>();
  readonly #batched: Input | undefined;
  readonly #batchedFloats: Input | undefined;
  /** Names that the graph's inputs and outputs have of their own. */
  readonly #taken: ReadonlySet<string>;
  #names = 0;

  constructor(inputs: readonly Input[], outputs: readonly string[], widen: boolean) {
    this.#widen = widen;
    const batched = inputs.filter(({ shape }) => shape.includes('B'));
    this.#batched = batched[0];
    this.#batchedFloats = batched.find(({ type }) => type === 'float32');
    this.#taken = new Set([...outputs, ...inputs.map(({ attributes }) => attributes.name)]);
  }

  node(
    type: string,
    inputs: readonly string[],
    attributes: NodeAttributes = {},
    outputs = 1,
  ): readonly [first: string, ...others: string[]] {
    const first = this.#name();
    const names = [first, ...Array.from({ length: outputs - 1 }, () => this.#name())] as const;
    this.nodes.push({ type, inputs, outputs: names, attributes });
    return names;
  }

  constant(array: NumericArray): string {
    const key = arrayKey(array);
    let name = this.#constants.get(key);
    if (name === undefined) {
      name = this.#name();
      this.initializers.push({ name, array });
      this.#constants.set(key, name);
    }
    return name;
  }

  shape(shape: Shape): string {
    const key = shape.join();
    let name = this.#shapes.get(key);
    if (name === undefined) {
      const parts: string[] = [];
      for (const length of shape) {
        parts.push(length === 'B' ? this.#batchLength() : this.constant(int64([length], [1])));
      }
      name = shape.includes('B')
        ? parts.length === 1
          ? parts[0]!
          : this.node('Concat', parts, { axis: 0 })[0]!
        : this.constant(int64(shape as readonly number[], [shape.length]));
      this.#shapes.set(key, name);
    }
    return name;
  }

  batchOfOnes(): string | undefined {
    if (this.#batchedFloats === undefined) return undefined;
    const key = 'ones';
    let name = this.#shapes.get(key);
    if (name === undefined) {
      const { shape, attributes } = this.#batchedFloats;
      const list = (numbers: readonly number[]) => this.constant(int64(numbers, [numbers.length]));
      const others = shape.flatMap((length, axis) => (length === 'B' ? [] : [axis]));
      let row = attributes.name;
      if (others.length > 0) {
        // One number of each element of the batch.
        const limits = [0, 1].map((limit) => list(others.map(() => limit)));
        row = this.node('Reshape', [this.node('Slice', [row, ...limits, list(others)])[0]!, list([-1])])[0]!;
      }
      const one = this.constant(float32([1], []));
      name = this.node('Clip', [row, one, one])[0]!;
      this.#shapes.set(key, name);
    }
    return name;
  }

  input(name: string, { shape, type }: TensorType): string {
    const known = this.inputs.get(name);
    if (known !== undefined && (known.type !== type || !sameShape(known.shape, shape))) {
      throw new MpaferError(
        'graph',
        `Cannot feed one input "${name}" as ${showTensor(known)} and as ${showTensor({ shape, type })}`,
      );
    }
    this.inputs.set(name, { name, shape, type });
    return name;
  }

  weight(stored: StoredArray): string {
    let file = this.#locations.get(stored.file);
    if (file === undefined) {
      const { source, name } = stored.file;
      // Files are referred to by their base names: the runtime is given the folder and refuses to leave it.
      const last = (typeof source === 'string' ? source : name).split(/[\\/]/).at(-1)!;
      const taken = [...this.#locations.values()].some(({ location }) => location === last);
      file = { location: taken ? `${this.#locations.size}-${last}` : last, source };
      this.#locations.set(stored.file, file);
    }
    const name = this.#name();
    if (this.#widen && stored.type === 'float16' && stored.begin % 2 === 0) {
      const { location } = this.#widened(stored.file, file);
      const wide = { ...stored, type: 'float32', begin: 2 * stored.begin, end: 2 * stored.end } as const;
      this.initializers.push({ name, stored: wide, location });
    } else {
      this.initializers.push({ name, stored, location: file.location });
    }
    return name;
  }

  #widened(key: object, { location, source }: WeightFile): WeightFile {
    const known = this.#widenedFiles.get(key);
    if (known !== undefined) return known;
    const file = { location: `${location}.float32`, source, widened: true } as const;
    this.#widenedFiles.set(key, file);
    return file;
  }

  files(): OnnxModel['files'] {
    const used = new Set(this.initializers.flatMap((one) => ('location' in one ? [one.location] : [])));
    return [...this.#locations.values(), ...this.#widenedFiles.values()].filter(({ location }) => used.has(location));
  }

  #batchLength(): string {
    const key = 'batch';
    let name = this.#shapes.get(key);
    if (name === undefined) {
      if (this.#batched === undefined) {
        throw new MpaferError('graph', 'Cannot write a graph with a batch axis: none of its inputs has one');
      }
      const axis = this.#batched.shape.indexOf('B');
      const source = this.#batched.attributes.name;
      name = this.node('Shape', [source], { start: axis, end: axis + 1 })[0]!;
      this.#shapes.set(key, name);
    }
    return name;
  }

  #name(): string {
    let name: string;
    do name = `t${this.#names++}`;
    while (this.#taken.has(name));
    return name;
  }
}
