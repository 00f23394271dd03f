// Descriptions of classes: the built-in ones, overridden by a user's file.
import * as z from 'zod';
import { MpaferError } from '../core/errors.ts';
import { showValue } from '../core/show-value.ts';
import { className } from '../data/expressions.ts';
import { defaultDescriptions } from '../method/default-descriptions.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import { readJson } from '../platform/node/files/read-json.ts';

const sentence = z.string().trim().min(1);
const schema = z.record(z.string(), z.union([sentence, z.array(sentence).min(1)]));

/**
 * Reads a JSON file of descriptions. A class may have any of its names, as in data sets.
 *
 * @param own what the data set itself says of its classes
 * @returns the built-in descriptions, with the data set's over them, and those of the file over both
 * @throws MpaferError `descriptions` when the file is missing or not {class: description or list of descriptions}
 */
export async function loadDescriptions(path: string | undefined, own: Descriptions = {}): Promise<Descriptions> {
  if (path === undefined) return { ...defaultDescriptions, ...own };
  const given = await readJson(path, 'descriptions');
  const result = schema.safeParse(given);
  if (result.success) return { ...defaultDescriptions, ...own, ...byClass(path, result.data) };
  const [name] = result.error.issues[0]!.path;
  throw new MpaferError(
    'descriptions',
    name === undefined
      ? `Cannot use "${path}": it is ${showValue(given)}; expected an object {class: description or list of descriptions}`
      : `Cannot use "${path}": "${String(name)}" is ${showValue(Object(given)[name])}; expected a description or a list of descriptions`,
  );
}

function byClass(path: string, descriptions: Descriptions): Descriptions {
  const result: Record<string, string | readonly string[]> = {};
  const names = new Map<string, string>();
  for (const [name, own] of Object.entries(descriptions)) {
    const other = names.get(className(name));
    if (other !== undefined) {
      throw new MpaferError(
        'descriptions',
        `Cannot use "${path}": "${other}" and "${name}" are the same class; expected each class once`,
      );
    }
    names.set(className(name), name);
    result[className(name)] = own;
  }
  return result;
}
