// Who is in which group: a CSV of faces and their attributes, for tables of scores by group.

import { MpaferError } from '../core/errors.ts';
import { plural } from '../core/plural.ts';
import type { DataHost } from './host.ts';
import { readCsv } from './read-csv.ts';

export interface FaceGroups {
  /** Columns behind the one that names the face. */
  readonly attributes: readonly string[];
  /** Line and values, in the order of the attributes, of each face named; an empty value is one that nobody knows. */
  readonly faces: ReadonlyMap<string, { readonly line: number; readonly values: readonly string[] }>;
}

/** Columns that may name the face. */
const idColumns = ['path', 'id'];

/** `./a\b.png` and `a/b.png` name the same face. */
const plainId = (text: string): string => text.trim().replaceAll('\\', '/').replace(/^\.\//, '');

/**
 * Reads a CSV with a column `path` or `id`, as a data set names its faces, and one column for each attribute.
 *
 * @throws MpaferError `data` for a file without such columns, rows of another length, and faces named twice
 */
export async function readFaceGroups(host: DataHost, file: string): Promise<FaceGroups> {
  const [header, ...rows] = await readCsv(host, file);
  const names = (header?.fields ?? []).map((name) => name.trim());
  const at = names.findIndex((name) => idColumns.includes(name.toLowerCase()));
  const attributes = names.filter((_, column) => column !== at);
  if (at < 0 || attributes.length === 0 || attributes.includes('')) {
    throw new MpaferError(
      'data',
      `Cannot read groups from "${file}" line 1: columns are ${names.length > 0 ? names.map((name) => `"${name}"`).join(', ') : 'none'}; expected "path" or "id" and one named column for each attribute`,
      { hint: 'For example: path,age,sex' },
    );
  }
  const faces = new Map<string, { line: number; values: readonly string[] }>();
  for (const { line, fields } of rows) {
    if (fields.length !== names.length) {
      throw new MpaferError(
        'data',
        `Cannot read groups from "${file}" line ${line}: it has ${fields.length} fields, the header has ${names.length}`,
      );
    }
    const id = plainId(fields[at]!);
    const values = fields.filter((_, column) => column !== at).map((value) => value.trim());
    const before = faces.get(id);
    if (before !== undefined) {
      throw new MpaferError(
        'data',
        `Cannot read groups from "${file}" line ${line}: "${id}" is named in line ${before.line} already`,
      );
    }
    faces.set(id, { line, values });
  }
  return { attributes, faces };
}

export interface GroupedFaces {
  /** For each attribute the group of each face; undefined where the file is silent. */
  readonly memberships: readonly {
    readonly attribute: string;
    readonly membership: readonly (string | undefined)[];
  }[];
  /** Faces that the file names and the data set does not have. */
  readonly unknown: readonly string[];
  /** Faces that the file does not name. */
  readonly unnamed: number;
}

/**
 * The groups of some faces of a data set.
 *
 * @param ids the faces
 * @param known all faces of the data set, of whatever split: the file may name them too
 * @throws MpaferError `data` when the file names none of the faces
 */
export function groupFaces(
  { attributes, faces }: FaceGroups,
  ids: readonly string[],
  known: ReadonlySet<string>,
  file: string,
): GroupedFaces {
  const rows = ids.map((id) => faces.get(plainId(id)));
  const unnamed = rows.filter((row) => row === undefined).length;
  if (unnamed === ids.length) {
    const [first] = faces.keys();
    throw new MpaferError(
      'data',
      `Cannot group ${plural(ids.length, 'face')} by "${file}": it has ${plural(faces.size, 'row')} and none names one of them${first === undefined ? '' : `; its first is "${first}"`}`,
      { hint: `The data set names its faces like "${ids[0]}"` },
    );
  }
  const plainKnown = new Set([...known].map(plainId));
  return {
    memberships: attributes.map((attribute, column) => ({
      attribute,
      membership: rows.map((row) => row?.values[column] || undefined),
    })),
    unknown: [...faces.keys()].filter((id) => !plainKnown.has(id)),
    unnamed,
  };
}
