// The few protobuf messages of the ONNX format that a graph needs, written field by field (numbers are those of onnx.proto3).
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { NumericArray } from '../core/array.ts';
import type { Shape } from '../core/shape.ts';
import { onnxTypes } from '../graph/ops/cast.ts';
import type { FloatAttribute, NodeAttributes, StoredArray, TensorType } from '../graph/tensor.ts';

/** The version of the standard operator set that all models are written for. */
export const operatorSet = 18;

const irVersion = 9;

export interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: NodeAttributes;
}

export interface NamedType extends TensorType {
  readonly name: string;
}

/** A constant of the graph: values in the model itself, or a byte range of a file beside it. */
export type Initializer =
  | { readonly name: string; readonly array: NumericArray }
  | { readonly name: string; readonly stored: StoredArray; readonly location: string };

export interface GraphParts {
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly NamedType[];
  readonly outputs: readonly NamedType[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** A whole ModelProto. */
export function writeModel(parts: GraphParts): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(irVersion);
  writer.tag(2, WireType.LengthDelimited).string('mpafer');
  message(writer, 7, (graph) => writeGraph(graph, parts));
  message(writer, 8, (set) => set.tag(2, WireType.Varint).int64(operatorSet));
  for (const [key, value] of Object.entries(parts.metadata))
    message(writer, 14, (entry) => writePair(entry, key, value));
  return writer.finish();
}

function message(writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

function writePair(writer: BinaryWriter, key: string, value: string): void {
  writer.tag(1, WireType.LengthDelimited).string(key);
  writer.tag(2, WireType.LengthDelimited).string(value);
}

function writeGraph(writer: BinaryWriter, { nodes, initializers, inputs, outputs }: GraphParts): void {
  for (const node of nodes) message(writer, 1, (inner) => writeNode(inner, node));
  writer.tag(2, WireType.LengthDelimited).string('mpafer');
  for (const initializer of initializers) message(writer, 5, (inner) => writeInitializer(inner, initializer));
  for (const value of inputs) message(writer, 11, (inner) => writeValueInfo(inner, value));
  for (const value of outputs) message(writer, 12, (inner) => writeValueInfo(inner, value));
}

function writeNode(writer: BinaryWriter, { type, inputs, outputs, attributes }: Node): void {
  for (const name of inputs) writer.tag(1, WireType.LengthDelimited).string(name);
  for (const name of outputs) writer.tag(2, WireType.LengthDelimited).string(name);
  writer.tag(4, WireType.LengthDelimited).string(type);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, (inner) => writeAttribute(inner, name, value));
  }
}

type AttributeValue = NodeAttributes[string];

function writeAttribute(writer: BinaryWriter, name: string, value: AttributeValue): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  if (typeof value === 'string') {
    writer.tag(4, WireType.LengthDelimited).string(value);
    writer.tag(20, WireType.Varint).int32(attributeType.string);
  } else if (typeof value === 'number' || typeof value === 'bigint') {
    writer.tag(3, WireType.Varint).int64(value);
    writer.tag(20, WireType.Varint).int32(attributeType.int);
  } else if (isFloat(value)) {
    writer.tag(2, WireType.Bit32).float(value.float);
    writer.tag(20, WireType.Varint).int32(attributeType.float);
  } else {
    for (const item of value) writer.tag(8, WireType.Varint).int64(item);
    writer.tag(20, WireType.Varint).int32(attributeType.ints);
  }
}

const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;

const isFloat = (value: Exclude<AttributeValue, string | number | bigint>): value is FloatAttribute => 'float' in value;

function writeInitializer(writer: BinaryWriter, initializer: Initializer): void {
  const { type, shape } = 'array' in initializer ? initializer.array : initializer.stored;
  for (const length of shape) writer.tag(1, WireType.Varint).int64(length);
  writer.tag(2, WireType.Varint).int32(onnxTypes[type]);
  writer.tag(8, WireType.LengthDelimited).string(initializer.name);
  if ('array' in initializer) {
    const { buffer, byteOffset, byteLength } = initializer.array.data;
    writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(buffer, byteOffset, byteLength));
    return;
  }
  const { begin, end } = initializer.stored;
  message(writer, 13, (entry) => writePair(entry, 'location', initializer.location));
  message(writer, 13, (entry) => writePair(entry, 'offset', String(begin)));
  message(writer, 13, (entry) => writePair(entry, 'length', String(end - begin)));
  writer.tag(14, WireType.Varint).int32(1); // data_location: external
}

function writeValueInfo(writer: BinaryWriter, { name, type, shape }: NamedType): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  message(writer, 2, (typeProto) =>
    message(typeProto, 1, (tensorType) => {
      tensorType.tag(1, WireType.Varint).int32(onnxTypes[type]);
      message(tensorType, 2, (shapeProto) => writeShape(shapeProto, shape));
    }),
  );
}

function writeShape(writer: BinaryWriter, shape: Shape): void {
  for (const length of shape) {
    message(writer, 1, (dimension) => {
      if (length === 'B') dimension.tag(2, WireType.LengthDelimited).string('B');
      else dimension.tag(1, WireType.Varint).int64(length);
    });
  }
}
