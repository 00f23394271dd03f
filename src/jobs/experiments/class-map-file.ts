// A file that maps classes of test sets to classes of a model.
import * as z from 'zod';
import { MpaferError } from '../../core/errors.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { showValue } from '../../core/show-value.ts';
import { className } from '../../data/expressions.ts';
import type { GivenClasses } from '../../experiments/class-map.ts';
import { readJson } from '../../platform/node/files/read-json.ts';

const schema = z.record(z.string(), z.string().trim().min(1).nullable());

/** @returns an empty map without a file @throws MpaferError `label` when the file is missing or not {class: class or null} */
export async function readClassMap(path: string | undefined): Promise<GivenClasses> {
  if (path === undefined) return {};
  const given = await readJson(path, 'label');
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [name] = result.error.issues[0]!.path;
  throw new MpaferError(
    'label',
    name === undefined
      ? `Cannot use "${path}": it is ${showValue(given)}; expected an object {class of a test set: class of the model, or null}`
      : `Cannot use "${path}": "${String(name)}" is ${showValue(Object(given)[name])}; expected a class of the model, or null to exclude it`,
  );
}

/** @throws MpaferError `label` when the map names a class that no test set has */
export function requireKnownClasses(map: GivenClasses, classes: readonly string[], path: string | undefined): void {
  const known = new Set(classes.map(className));
  for (const name of Object.keys(map)) {
    if (known.has(className(name))) continue;
    const near = nearestName(name, [...known]);
    throw new MpaferError('label', `Cannot use "${path}": no test set has a class "${name}"`, {
      hint: near === undefined ? `Their classes are ${[...known].join(', ')}` : `Did you mean "${near}"?`,
    });
  }
}
