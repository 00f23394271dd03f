// The options of a dataset SPEC, `kind:path?name=value&name=value`, read one by one by whoever knows what they mean.
import { MpaferError } from '../core/errors.ts';
import { nearestName } from '../core/nearest-name.ts';

export interface DataSpec {
  readonly kind: string;
  /** As written; may be empty (`synthetic:`). */
  readonly path: string;
  readonly options: ReadonlyMap<string, string>;
}

/** Splits a SPEC. The kind ends at the first colon, so `folder:C:\faces` works; options start at the last `?`. */
export function parseSpec(spec: string): DataSpec {
  const colon = spec.indexOf(':');
  if (colon < 0) return { kind: spec, path: '', options: new Map() };
  const rest = spec.slice(colon + 1);
  const mark = rest.lastIndexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  const options = new Map<string, string>();
  for (const pair of mark < 0 ? [] : rest.slice(mark + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 1)
      throw new MpaferError('usage', `Cannot read the data option "${pair}" of "${spec}": expected name=value`);
    const name = pair.slice(0, equals);
    if (options.has(name)) throw new MpaferError('usage', `Cannot read "${spec}": option "${name}" is given twice`);
    options.set(name, pair.slice(equals + 1));
  }
  return { kind: spec.slice(0, colon), path, options };
}

/** A SPEC's kind and options. Options that are paths are omitted too: paths may disclose more than intended. */
export function withoutPaths({ kind, options }: DataSpec): string {
  const pairs = [...options].filter(([, value]) => !/[\\/]/.test(value)).map(([name, value]) => `${name}=${value}`);
  return `${kind}:${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** A SPEC without path, at a path. */
export const atPath = (spec: string, path: string): string => spec.replace(':', () => `:${path}`);

/** Reads options with their types and remembers which names exist. */
export interface SpecOptions {
  text(name: string): string | undefined;
  choice<Value extends string>(name: string, values: readonly Value[], fallback: Value): Value;
  integer(name: string, least: number, most: number, fallback: number): number;
  number(name: string, least: number, most: number, fallback: number): number;
  /** Throws `usage` when an option was given that nothing above asked for. */
  finish(): void;
}

export function specOptions({ kind, options }: DataSpec): SpecOptions {
  const known = new Set<string>();
  const text = (name: string) => {
    known.add(name);
    return options.get(name);
  };
  const refuse = (name: string, found: string, needed: string) =>
    new MpaferError('usage', `Cannot read the ${kind} option ${name}=${found}: expected ${needed}`);
  const number = (name: string, least: number, most: number, fallback: number, whole = false) => {
    const found = text(name);
    if (found === undefined) return fallback;
    const value = found.trim() === '' ? Number.NaN : Number(found);
    if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
      throw refuse(name, found, `a ${whole ? 'whole number' : 'number'} from ${least} to ${most}`);
    }
    return value;
  };
  return {
    text,
    choice(name, values, fallback) {
      const found = text(name);
      if (found === undefined) return fallback;
      const value = values.find((candidate) => candidate === found);
      if (value === undefined) throw refuse(name, found, `one of ${values.join(', ')}`);
      return value;
    },
    integer: (name, least, most, fallback) => number(name, least, most, fallback, true),
    number: (name, least, most, fallback) => number(name, least, most, fallback),
    finish() {
      const strange = [...options.keys()].find((name) => !known.has(name));
      if (strange === undefined) return;
      const near = nearestName(strange, [...known]);
      const names = known.size === 0 ? 'it has none' : `expected one of ${[...known].join(', ')}`;
      throw new MpaferError(
        'usage',
        `Cannot open a ${kind} dataset with option "${strange}": ${names}`,
        near === undefined ? {} : { hint: `Did you mean ${near}?` },
      );
    },
  };
}
