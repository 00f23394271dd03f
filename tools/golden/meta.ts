// meta.json of a folder: special tokens, class names as tokens, and one entry per case.
import * as z from 'zod';
import { readJson } from './reference-file.ts';

const caseSchema = z.object({
  file: z.string(),
  sot: z.int(),
  eot: z.int(),
  dot: z.int(),
  name_token_ids: z.array(z.array(z.int())).min(1),
  k: z.int().min(1),
  scale: z.number(),
  w_local: z.number(),
  tau: z.number(),
  pa: z.enum(['contrastive', 'l1', 'cosine']),
  proto: z.enum(['cosine', 'l1']),
  beta: z.number(),
  gamma: z.number(),
});

export type Case = z.infer<typeof caseSchema>;

/** Keys missing from a case are taken from the top level: tokens and names are usually shared. */
const metaSchema = z
  .looseObject({ cases: z.array(z.looseObject({})) })
  .transform(({ cases, ...shared }) => cases.map((own) => ({ ...shared, ...own })))
  .pipe(z.array(caseSchema).min(1));

export const readCases = (folder: string): readonly Case[] => readJson(folder, 'meta.json', metaSchema);
