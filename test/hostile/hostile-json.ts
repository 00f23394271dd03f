// Almost valid JSON: hostile values, keys removed, duplicated and renamed, deep nesting, truncated text.
import type { Random } from '../../src/core/random.ts';
import { damaged, oneOf } from './damaged-bytes.ts';

/** JSON text that replaces a value. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Node = Raw | string | number | boolean | null | readonly Node[] | Fields;
type Fields = readonly (readonly [key: string, value: Node])[] & { readonly fields: true };

const fieldsOf = (entries: readonly (readonly [string, Node])[]): Fields =>
  Object.assign([...entries], { fields: true as const });

const isFields = (node: Node): node is Fields => Array.isArray(node) && 'fields' in node;

/** Objects as lists of fields, so that a key may occur twice. */
function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return value.map(nodeOf);
  if (typeof value === 'object' && value !== null)
    return fieldsOf(Object.entries(value).map(([key, own]) => [key, nodeOf(own)] as const));
  return value as Node;
}

function textOf(node: Node): string {
  if (node instanceof Raw) return node.text;
  if (isFields(node)) return `{${node.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
  return Array.isArray(node) ? `[${node.map(textOf).join(',')}]` : (JSON.stringify(node) ?? 'null');
}

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

const literals: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '-0',
  '0.5',
  '1e-320',
  '1e999',
  '-1e999',
  '255',
  '4294967295',
  '4294967296',
  '1e9',
  '1000000007',
  '9007199254740991',
  '9007199254740993',
  '18446744073709551616',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"../../../etc/passwd"',
  '"NaN"',
  '"(a+)+$"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '[1,2,3]',
  '{"__proto__":{"polluted":1}}',
  '{"toString":1}',
  '{"length":4294967295}',
];

const hostileKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'length', '', '0', '\u0000', '\ud800', 'é'];

/** Rare, long values are created only when drawn. */
const literal = (source: Random): Raw =>
  new Raw(
    source.uniform() < 0.9
      ? oneOf(source, literals)
      : oneOf(source, [
          () => nested('[', ']', 10 ** (1 + source.integer(4))),
          () => nested('{"a":', '}', 10 ** (1 + source.integer(4))).replace('}', '0}'),
          () => `"${oneOf(source, ['a', 'é', '笑', ' ', '</w>', '\\n']).repeat(10 ** (1 + source.integer(4)))}"`,
          () => `[${new Array(10 ** (1 + source.integer(4))).fill(oneOf(source, ['0', '""', 'null', '[]'])).join()}]`,
          () => '9'.repeat(400),
        ])(),
  );

type Change = (source: Random, node: Node) => Node;

const changes: readonly Change[] = [
  literal,
  literal,
  literal,
  (_, node) => [node],
  (_, node) => fieldsOf([['value', node]]),
  (_, node) => new Raw(JSON.stringify(textOf(node))),
  (source, node) =>
    typeof node === 'number' ? node * oneOf(source, [-1, 2, 10, 1e6, 1e15, 0.5]) + source.integer(3) : literal(source),
  (source, node) => (typeof node === 'string' ? node.slice(0, source.integer(node.length + 1)) : literal(source)),
  (source, node) =>
    typeof node === 'string' ? node + oneOf(source, ['\n', '"', '\u202e', 'x', '%', '/']) : literal(source),
];

const listChanges: readonly ((source: Random, list: readonly Node[]) => readonly Node[])[] = [
  (source, list) => list.toSpliced(source.integer(list.length), 1),
  (source, list) => list.toSpliced(source.integer(list.length), 0, oneOf(source, list)),
  (source, list) => [...list, literal(source)],
  (_, list) => list.toReversed(),
];

const fieldChanges: readonly ((source: Random, fields: Fields) => readonly (readonly [string, Node])[])[] = [
  (source, fields) => fields.toSpliced(source.integer(fields.length), 1),
  (source, fields) => [...fields, oneOf(source, fields)],
  (source, fields) => [...fields, [oneOf(source, fields)[0], literal(source)]],
  (source, fields) => [...fields, [oneOf(source, hostileKeys), literal(source)]],
  (source, fields) =>
    fields.with(source.integer(fields.length), [oneOf(source, hostileKeys), oneOf(source, fields)[1]]),
  (source, fields) => {
    const [a, b] = [source.integer(fields.length), source.integer(fields.length)];
    return fields.with(a, [fields[a]![0], fields[b]![1]]).with(b, [fields[b]![0], fields[a]![1]]);
  },
];

/** Descends at random and changes the value it arrives at. */
function changed(source: Random, node: Node, depth = 0): Node {
  const size = Array.isArray(node) ? node.length : 0;
  if (size === 0 || (depth > 0 && source.uniform() < 0.2)) return oneOf(source, changes)(source, node);
  const own = source.uniform() < (depth === 0 ? 0.1 : 0.3);
  if (isFields(node)) {
    if (own) return fieldsOf(oneOf(source, fieldChanges)(source, node));
    const at = source.integer(size);
    return fieldsOf(node.with(at, [node[at]![0], changed(source, node[at]![1], depth + 1)]));
  }
  const list = node as readonly Node[];
  if (own) return oneOf(source, listChanges)(source, list);
  const at = source.integer(size);
  return list.with(at, changed(source, list[at]!, depth + 1));
}

/** The value as JSON text with one to three defects. */
export function hostileText(source: Random, value: unknown): string {
  let node = nodeOf(value);
  for (let count = 1 + source.integer(3); count > 0; count--) node = changed(source, node);
  return textOf(node);
}

/** The same as bytes; two in ten are also damaged as bytes and may not be valid UTF-8. */
export function hostileJson(source: Random, value: unknown): Uint8Array {
  const bytes = new TextEncoder().encode(hostileText(source, value));
  return source.uniform() < 0.2 ? damaged(source, bytes) : bytes;
}
