// The parts of an ONNX file that the tests look at, read back field by field (numbers are those of onnx.proto3).
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

export interface ReadNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface ReadInitializer {
  readonly name: string;
  readonly lengths: readonly number[];
  /** Bytes in the model itself, or undefined where they lie outside. */
  readonly bytes: number | undefined;
  /** location, offset and length of bytes that lie outside. */
  readonly external: Readonly<Record<string, string>>;
}

export interface ReadModel {
  readonly metadata: Readonly<Record<string, string>>;
  readonly operatorSet: number;
  readonly nodes: readonly ReadNode[];
  /** Names of what may be fed. */
  readonly inputs: readonly string[];
  readonly initializers: readonly ReadInitializer[];
}

type Fields = ReadonlyMap<number, readonly (Uint8Array | number)[]>;

export function readModel(bytes: Uint8Array): ReadModel {
  const model = fieldsOf(bytes);
  const graph = fieldsOf(one(model, 7));
  return {
    metadata: Object.fromEntries(many(model, 14).map(pair)),
    operatorSet: Number(fieldsOf(one(model, 8)).get(2)![0]),
    nodes: many(graph, 1).map((node) => {
      const fields = fieldsOf(node);
      return { type: text(one(fields, 4)), inputs: many(fields, 1).map(text), outputs: many(fields, 2).map(text) };
    }),
    inputs: many(graph, 11).map((value) => text(one(fieldsOf(value), 1))),
    initializers: many(graph, 5).map((tensor) => {
      const fields = fieldsOf(tensor);
      return {
        name: text(one(fields, 8)),
        lengths: (fields.get(1) ?? []).map(Number),
        bytes: many(fields, 9)[0]?.length,
        external: Object.fromEntries(many(fields, 13).map(pair)),
      };
    }),
  };
}

/** All values of a message by field number. */
function fieldsOf(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, (Uint8Array | number)[]>();
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const values = fields.get(field) ?? [];
    fields.set(field, values);
    if (wire === WireType.LengthDelimited) values.push(reader.bytes());
    else if (wire === WireType.Varint) values.push(Number(reader.int64()));
    else if (wire === WireType.Bit32) values.push(reader.float());
    else throw new Error(`Field ${field} has wire type ${wire}`);
  }
  return fields;
}

const many = (fields: Fields, field: number) => (fields.get(field) ?? []) as readonly Uint8Array[];
const one = (fields: Fields, field: number) => many(fields, field)[0]!;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const pair = (entry: Uint8Array) => [text(one(fieldsOf(entry), 1)), text(one(fieldsOf(entry), 2))] as const;
