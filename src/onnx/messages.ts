// The few protobuf messages of the ONNX format that a graph needs, written field by field (numbers are those of onnx.proto3).
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { DType, NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { OpenShape } from '../core/shape.ts';
import { onnxTypes } from '../graph/ops/cast.ts';
import type { FloatAttribute, NodeAttributes, StoredArray } from '../graph/tensor.ts';

/** The version of the standard operator set that all models are written for. */
export const operatorSet = 18;

/** The domain of the runtime's own operators, for what the standard has no operator for. */
const ownDomain = 'com.microsoft';

const irVersion = 9;

export interface Node {
  /** Name of a standard operator, or of one of the runtime's with its domain and a dot in front. */
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: NodeAttributes;
}

export interface NamedType {
  readonly name: string;
  readonly type: DType;
  readonly shape: OpenShape;
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

/** The format's limit on a message, less room for the head: no reader takes a larger one. */
const longest = 2 ** 31 - 100;

/**
 * A whole ModelProto. Values of constants are copied once, into the result: a model may be half a gigabyte.
 *
 * @throws MpaferError `graph` when it would be longer than 2 GB
 */
export function writeModel(parts: GraphParts): Uint8Array {
  const graph = graphPieces(parts);
  const tail = new BinaryWriter();
  message(tail, 8, (set) => set.tag(2, WireType.Varint).int64(operatorSet));
  if (parts.nodes.some(({ type }) => type.startsWith(`${ownDomain}.`)))
    message(tail, 8, (set) => set.tag(1, WireType.LengthDelimited).string(ownDomain).tag(2, WireType.Varint).int64(1));
  for (const [key, value] of Object.entries(parts.metadata)) message(tail, 14, (entry) => writePair(entry, key, value));
  const rest = [...graph, tail.finish()];
  if (lengthOf(rest) > longest) {
    throw new MpaferError(
      'graph',
      `Cannot write an ONNX model of ${lengthOf(rest)} bytes: the format's limit is ${longest}`,
    );
  }
  const head = new BinaryWriter();
  head.tag(1, WireType.Varint).int64(irVersion);
  head.tag(2, WireType.LengthDelimited).string('mpafer');
  head.tag(7, WireType.LengthDelimited).uint32(lengthOf(graph));
  const pieces = [head.finish(), ...rest];
  const length = lengthOf(pieces);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

const lengthOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

function message(writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

function writePair(writer: BinaryWriter, key: string, value: string): void {
  writer.tag(1, WireType.LengthDelimited).string(key);
  writer.tag(2, WireType.LengthDelimited).string(value);
}

/** A GraphProto, to be laid end to end. */
function graphPieces({ nodes, initializers, inputs, outputs }: GraphParts): readonly Uint8Array[] {
  const head = new BinaryWriter();
  for (const node of nodes) message(head, 1, (inner) => writeNode(inner, node));
  head.tag(2, WireType.LengthDelimited).string('mpafer');
  const tail = new BinaryWriter();
  for (const value of inputs) message(tail, 11, (inner) => writeValueInfo(inner, value));
  for (const value of outputs) message(tail, 12, (inner) => writeValueInfo(inner, value));
  return [head.finish(), ...initializers.flatMap(initializerPieces), tail.finish()];
}

function writeNode(writer: BinaryWriter, { type, inputs, outputs, attributes }: Node): void {
  for (const name of inputs) writer.tag(1, WireType.LengthDelimited).string(name);
  for (const name of outputs) writer.tag(2, WireType.LengthDelimited).string(name);
  const own = type.startsWith(`${ownDomain}.`);
  writer.tag(4, WireType.LengthDelimited).string(own ? type.slice(ownDomain.length + 1) : type);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, (inner) => writeAttribute(inner, name, value));
  }
  if (own) writer.tag(7, WireType.LengthDelimited).string(ownDomain);
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

/** A TensorProto as a field of the graph; its values, where it has them, are the last piece. */
function initializerPieces(initializer: Initializer): readonly Uint8Array[] {
  const { type, shape } = 'array' in initializer ? initializer.array : initializer.stored;
  const writer = new BinaryWriter();
  for (const length of shape) writer.tag(1, WireType.Varint).int64(length);
  writer.tag(2, WireType.Varint).int32(onnxTypes[type]);
  writer.tag(8, WireType.LengthDelimited).string(initializer.name);
  const values: Uint8Array[] = [];
  if ('array' in initializer) {
    const { buffer, byteOffset, byteLength } = initializer.array.data;
    writer.tag(9, WireType.LengthDelimited).uint32(byteLength);
    values.push(new Uint8Array(buffer, byteOffset, byteLength));
  } else {
    const { begin, end } = initializer.stored;
    message(writer, 13, (entry) => writePair(entry, 'location', initializer.location));
    message(writer, 13, (entry) => writePair(entry, 'offset', String(begin)));
    message(writer, 13, (entry) => writePair(entry, 'length', String(end - begin)));
    writer.tag(14, WireType.Varint).int32(1); // data_location: external
  }
  const content = [writer.finish(), ...values];
  const field = new BinaryWriter().tag(5, WireType.LengthDelimited).uint32(lengthOf(content)).finish();
  return [field, ...content];
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

function writeShape(writer: BinaryWriter, shape: OpenShape): void {
  for (const length of shape) {
    message(writer, 1, (dimension) => {
      if (typeof length === 'string') dimension.tag(2, WireType.LengthDelimited).string(length);
      else dimension.tag(1, WireType.Varint).int64(length);
    });
  }
}
