// Descriptions of classes: those that ship, with a user's own file over them.
import { z } from 'zod';
import { MpaferError } from '../core/errors.ts';
import { defaultDescriptions } from '../method/default-descriptions.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import { readJson } from '../platform/node/read-json.ts';

const sentence = z.string().trim().min(1);
const schema = z.record(z.string(), z.union([sentence, z.array(sentence).min(1)]));

/** @throws MpaferError `descriptions` when the file is missing or not {class: description or list of descriptions} */
export async function loadDescriptions(path: string | undefined): Promise<Descriptions> {
  if (path === undefined) return defaultDescriptions;
  const result = schema.safeParse(await readJson(path, 'descriptions'));
  if (result.success) return { ...defaultDescriptions, ...result.data };
  const issue = result.error.issues[0]!;
  const where = issue.path.length === 0 ? 'it' : `"${issue.path.join('.')}"`;
  throw new MpaferError(
    'descriptions',
    `Cannot use "${path}": ${where} must be a description or a list of descriptions, for each class`,
  );
}
