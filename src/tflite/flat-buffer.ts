// A FlatBuffers file read in place: tables, vectors and scalars, never past its end.

/** A table: its position and those of its fields, by their number in the schema. */
export interface Table {
  readonly at: number;
  /** Positions of the fields that are present. */
  readonly fields: ReadonlyMap<number, number>;
}

/** Reads a file's tables. Every method throws an Error that says what is outside the file. */
export class FlatBuffer {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The four characters behind the position of the root. */
  identifier(): string {
    this.#require(0, 8);
    return String.fromCharCode(...[4, 5, 6, 7].map((at) => this.#view.getUint8(at)));
  }

  root(): Table {
    return this.#table(this.#target(0));
  }

  byte(table: Table, field: number, otherwise = 0): number {
    const at = table.fields.get(field);
    if (at === undefined) return otherwise;
    this.#require(at, 1);
    return this.#view.getUint8(at);
  }

  int(table: Table, field: number, otherwise = 0): number {
    const at = table.fields.get(field);
    return at === undefined ? otherwise : this.#int(at);
  }

  /** A table that the field refers to; undefined where there is none. */
  table(table: Table, field: number): Table | undefined {
    const at = table.fields.get(field);
    return at === undefined ? undefined : this.#table(this.#target(at));
  }

  tables(table: Table, field: number): Table[] {
    const { at, length } = this.#vector(table, field, 4);
    return Array.from({ length }, (_, index) => this.#table(this.#target(at + 4 * index)));
  }

  ints(table: Table, field: number): number[] {
    const { at, length } = this.#vector(table, field, 4);
    return Array.from({ length }, (_, index) => this.#int(at + 4 * index));
  }

  /** A vector of bytes, not copied. */
  bytes(table: Table, field: number): Uint8Array {
    const { at, length } = this.#vector(table, field, 1);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, length);
  }

  #vector(table: Table, field: number, elementBytes: number): { readonly at: number; readonly length: number } {
    const place = table.fields.get(field);
    if (place === undefined) return { at: 0, length: 0 };
    const at = this.#target(place);
    this.#require(at, 4);
    const length = this.#view.getUint32(at, true);
    this.#require(at + 4, length * elementBytes);
    return { at: at + 4, length };
  }

  #table(at: number): Table {
    const layout = at - this.#int(at);
    this.#require(layout, 4);
    const size = this.#view.getUint16(layout, true);
    this.#require(layout, size);
    const fields = new Map<number, number>();
    for (let field = 0; 4 + 2 * field + 2 <= size; field++) {
      const offset = this.#view.getUint16(layout + 4 + 2 * field, true);
      if (offset !== 0) fields.set(field, at + offset);
    }
    return { at, fields };
  }

  /** Where the reference at a position leads. */
  #target(at: number): number {
    this.#require(at, 4);
    return at + this.#view.getUint32(at, true);
  }

  #int(at: number): number {
    this.#require(at, 4);
    return this.#view.getInt32(at, true);
  }

  #require(at: number, length: number): void {
    if (!(at >= 0 && at + length <= this.#view.byteLength))
      throw new Error(`refers to bytes ${at} to ${at + length} of ${this.#view.byteLength}`);
  }
}
