// Settings of the form `key=value`, applied to a configuration.
import { MpaferError } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { defaultConfiguration } from './configuration.ts';

/**
 * `values` with the settings of the command line, `key=value` each, written over them. Values are JSON where they parse
 * as JSON and text elsewhere; a dot in a key descends one level, into the default where `values` have no such key.
 *
 * @param defaults of the configuration that they are for; by default that of a training run
 * @throws MpaferError `usage` for a setting without `=`
 */
export function withSettings(
  values: unknown,
  settings: readonly string[],
  defaults: unknown = defaultConfiguration,
): unknown {
  if (!isRecord(values)) return values;
  const result = structuredClone(values) as Record<string, unknown>;
  for (const setting of settings) {
    const [, key, text] = /^([\w.]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || text === undefined) {
      throw new MpaferError('usage', `Cannot use setting "${setting}": expected key=value`);
    }
    const path = key.split('.');
    let level = result;
    let preset = defaults;
    for (const name of path.slice(0, -1)) {
      preset = ownValue(preset, name);
      const inner = Object.hasOwn(level, name) ? level[name] : structuredClone(preset);
      put(level, name, isRecord(inner) ? inner : {});
      level = level[name] as Record<string, unknown>;
    }
    put(level, path.at(-1)!, parseValue(text));
  }
  return result;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ownValue = (record: unknown, key: string): unknown =>
  isRecord(record) && Object.hasOwn(record, key) ? record[key] : undefined;

/** As a property of its own, whatever it is called: an assignment to `__proto__` would be lost. */
const put = (record: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
};

function parseValue(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
