// Descriptions of classes: those that ship, with a user's own file over them.
import * as z from 'zod';
import { MpaferError } from '../core/errors.ts';
import { className } from '../data/expressions.ts';
import { defaultDescriptions } from '../method/default-descriptions.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import { readJson } from '../platform/node/files/read-json.ts';

const sentence = z.string().trim().min(1);
const schema = z.record(z.string(), z.union([sentence, z.array(sentence).min(1)]));

/**
 * A class may go by any of its names, as in data.
 *
 * @throws MpaferError `descriptions` when the file is missing or not {class: description or list of descriptions}
 */
export async function loadDescriptions(path: string | undefined): Promise<Descriptions> {
  if (path === undefined) return defaultDescriptions;
  const result = schema.safeParse(await readJson(path, 'descriptions'));
  if (result.success) return { ...defaultDescriptions, ...byClass(path, result.data) };
  const issue = result.error.issues[0]!;
  const where = issue.path.length === 0 ? 'it' : `"${issue.path.join('.')}"`;
  throw new MpaferError(
    'descriptions',
    `Cannot use "${path}": ${where} must be a description or a list of descriptions, for each class`,
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
        `Cannot use "${path}": "${other}" and "${name}" are the same class, each must be there once`,
      );
    }
    names.set(className(name), name);
    result[className(name)] = own;
  }
  return result;
}
