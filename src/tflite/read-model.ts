// What a TensorFlow Lite file holds: its tensors, its constants and its operators. Field numbers are those of schema.fbs.
import { sizeOf } from '../core/array.ts';
import { FlatBuffer, type Table } from './flat-buffer.ts';

/** Element types by their number in the schema, with the bytes of one. */
const elementTypes: Readonly<
  Record<number, { readonly name: 'float32' | 'float16' | 'int32'; readonly bytes: number }>
> = { 0: { name: 'float32', bytes: 4 }, 1: { name: 'float16', bytes: 2 }, 2: { name: 'int32', bytes: 4 } };

/** Operators by their number in the schema. */
const operatorNames: Readonly<Record<number, OperatorName>> = {
  0: 'add',
  2: 'concatenation',
  3: 'conv',
  4: 'depthwise-conv',
  6: 'dequantize',
  17: 'max-pool',
  19: 'relu',
  22: 'reshape',
  23: 'resize-bilinear',
  34: 'pad',
  54: 'prelu',
};

export type OperatorName =
  | 'add'
  | 'concatenation'
  | 'conv'
  | 'depthwise-conv'
  | 'dequantize'
  | 'max-pool'
  | 'relu'
  | 'reshape'
  | 'resize-bilinear'
  | 'pad'
  | 'prelu';

export interface TfliteTensor {
  readonly type: 'float32' | 'float16' | 'int32';
  readonly shape: readonly number[];
  /** Little-endian values of a constant; undefined for what is computed. */
  readonly constant: Uint8Array | undefined;
}

export interface TfliteOperator {
  readonly name: OperatorName;
  /** Numbers of tensors. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: Options;
}

/** An operator's options, by their number in the schema. */
export interface Options {
  byte(field: number, otherwise?: number): number;
  int(field: number, otherwise?: number): number;
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** @throws Error that says what is wrong with the file */
export function readTflite(bytes: Uint8Array): TfliteModel {
  const file = new FlatBuffer(bytes);
  if (file.identifier() !== 'TFL3') throw new Error('it does not begin as one');
  const root = file.root();
  const graphs = file.tables(root, 2);
  if (graphs.length !== 1) throw new Error(`it has ${graphs.length} graphs; expected 1`);
  const graph = graphs[0]!;
  const buffers = file.tables(root, 4);
  const codes = file.tables(root, 1).map((code) => operatorCode(file, code));
  const tensors = file.tables(graph, 0).map((tensor, index) => readTensor(file, tensor, index, buffers));
  const known = (list: readonly number[], what: string): readonly number[] => {
    const wrong = list.find((index) => tensors[index] === undefined);
    if (wrong !== undefined) throw new Error(`${what} refers to tensor ${wrong} of ${tensors.length}`);
    return list;
  };
  const operators = file.tables(graph, 3).map((operator, place): TfliteOperator => {
    const code = codes[file.int(operator, 0)];
    const name = code === undefined ? undefined : operatorNames[code];
    if (name === undefined) throw new Error(`operator ${place} is number ${code}, which is not read`);
    const options = file.table(operator, 4);
    return {
      name,
      inputs: known(file.ints(operator, 1), `operator ${place}`),
      outputs: known(file.ints(operator, 2), `operator ${place}`),
      options: {
        byte: (field, otherwise = 0) => (options === undefined ? otherwise : file.byte(options, field, otherwise)),
        int: (field, otherwise = 0) => (options === undefined ? otherwise : file.int(options, field, otherwise)),
      },
    };
  });
  return {
    tensors,
    operators,
    inputs: known(file.ints(graph, 1), 'the input list'),
    outputs: known(file.ints(graph, 2), 'the output list'),
  };
}

/** Codes up to 126 are in a byte of old, all of them in an int of later. */
const operatorCode = (file: FlatBuffer, code: Table): number => Math.max(file.byte(code, 0), file.int(code, 3));

function readTensor(file: FlatBuffer, table: Table, index: number, buffers: readonly Table[]): TfliteTensor {
  const type = elementTypes[file.byte(table, 1)];
  if (type === undefined) throw new Error(`tensor ${index} has element type ${file.byte(table, 1)}, which is not read`);
  if (file.table(table, 6) !== undefined) throw new Error(`tensor ${index} is sparse; expected a dense one`);
  const shape = file.ints(table, 0);
  if (shape.some((length) => length < 1)) throw new Error(`tensor ${index} has shape [${shape.join(', ')}]`);
  const buffer = buffers[file.int(table, 2)];
  if (buffer === undefined)
    throw new Error(`tensor ${index} refers to buffer ${file.int(table, 2)} of ${buffers.length}`);
  const bytes = file.bytes(buffer, 0);
  if (bytes.length === 0) return { type: type.name, shape, constant: undefined };
  const needed = sizeOf(shape) * type.bytes;
  if (bytes.length !== needed) throw new Error(`tensor ${index} has ${bytes.length} bytes; expected ${needed}`);
  return { type: type.name, shape, constant: bytes };
}
