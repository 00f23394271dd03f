// The ONNX graph while it is made: what each tensor of the file has become.
import { float32, int64, type NumericArray } from '../core/array.ts';
import type { NodeAttributes } from '../graph/tensor.ts';
import type { Initializer, Node } from '../onnx/messages.ts';
import { toFloat32 } from '../safetensors/half.ts';
import type { TfliteModel, TfliteTensor } from './read-model.ts';

/** Values with four axes are kept channels first, as ONNX has images. */
export class ModelWriter {
  readonly nodes: Node[] = [];
  readonly initializers: Initializer[] = [];
  readonly #model: TfliteModel;
  /** ONNX names of computed tensors. */
  readonly #values = new Map<number, string>();
  /** Tensors that are another one widened, by their own number. */
  readonly #widened = new Map<number, number>();
  #names = 0;

  constructor(model: TfliteModel) {
    this.#model = model;
  }

  shape(tensor: number): readonly number[] {
    return this.#tensor(tensor).shape;
  }

  /** Adds a node; returns its output's name. */
  node(type: string, inputs: readonly string[], attributes: NodeAttributes = {}): string {
    const name = this.#name();
    this.nodes.push({ type, inputs, outputs: [name], attributes });
    return name;
  }

  floats(values: ArrayLike<number>, shape: readonly number[]): string {
    return this.#initializer(float32(values, shape));
  }

  wholes(values: readonly number[]): string {
    return this.#initializer(int64(values, [values.length]));
  }

  /** The name of a computed tensor. */
  value(tensor: number): string {
    const name = this.#values.get(tensor);
    if (name === undefined) throw new Error(`tensor ${tensor} is used before it is computed`);
    return name;
  }

  define(tensor: number, name: string): void {
    if (this.#values.has(tensor)) throw new Error(`tensor ${tensor} is computed twice`);
    this.#values.set(tensor, name);
  }

  /** Declares that `tensor` is the constant `source` in full precision. */
  widen(tensor: number, source: number): void {
    if (this.#tensor(source).constant === undefined) throw new Error(`tensor ${source} is widened but is no constant`);
    this.#widened.set(tensor, source);
  }

  /** Values of a constant, widened where they are stored in half precision. */
  constant(tensor: number): { readonly shape: readonly number[]; readonly data: Float32Array } {
    const { shape, data } = toFloat32(this.#array(this.#tensor(this.#widened.get(tensor) ?? tensor), tensor));
    return { shape, data };
  }

  /** Values of a constant list of whole numbers. */
  list(tensor: number): readonly number[] {
    const array = this.#array(this.#tensor(tensor), tensor);
    if (array.type !== 'int32') throw new Error(`tensor ${tensor} is ${array.type}; expected int32`);
    return [...array.data];
  }

  #array({ type, shape, constant }: TfliteTensor, tensor: number): NumericArray {
    if (constant === undefined) throw new Error(`tensor ${tensor} is computed; expected a constant`);
    const { buffer } = constant.slice();
    if (type === 'float32') return { type, shape, data: new Float32Array(buffer) };
    return type === 'float16'
      ? { type, shape, data: new Uint16Array(buffer) }
      : { type, shape, data: new Int32Array(buffer) };
  }

  #tensor(tensor: number): TfliteTensor {
    return this.#model.tensors[tensor]!;
  }

  #initializer(array: NumericArray): string {
    const name = this.#name();
    this.initializers.push({ name, array });
    return name;
  }

  #name(): string {
    return `t${this.#names++}`;
  }
}
