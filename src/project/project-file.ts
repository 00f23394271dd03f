// `project.json`: the classes of a project and what they look like, its people and their consent, its coders and settings.
import * as z from 'zod';
import { MpaferError } from '../core/errors.ts';
import { json } from '../core/json.ts';
import { parseJson } from '../core/parse-json.ts';
import { showValue } from '../core/show-value.ts';

/** The file's name in the folder of a project. */
export const projectFile = 'project.json';

const format = 'mpafer-project';

/** The version that is written, and the newest that is read. */
export const projectVersion = 1;

/** A label that is no class: what a coder says of a picture without a face. */
export const notAFace = 'not-a-face';

const name = z
  .string()
  .normalize('NFC')
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'expected a name on one line');
const share = z.number().gt(0).lt(1);

const consentSchema = z.strictObject({
  state: z.enum(['given', 'refused']),
  /** Day on which it was said, `2026-11-30`. */
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2026-11-30'),
  /** What for. */
  purpose: z.string().max(2000).default(''),
});

const schema = z.strictObject({
  format: z.literal(format),
  version: z.literal(projectVersion),
  name,
  classes: z
    .array(z.strictObject({ name, description: z.string().max(4000).default('') }))
    .max(200)
    .default([]),
  /** The recipe that faces were aligned by; absent for crops that were given as they are. */
  alignment: z.strictObject({ name, eyeDistance: share, eyeLine: share }).optional(),
  people: z
    .array(
      z.strictObject({
        id: name,
        name: z.string().max(200).default(''),
        consent: consentSchema.optional(),
        /** What the user typed, for tables by group; never inferred. */
        attributes: z.record(name, z.string().max(200)).default({}),
      }),
    )
    .default([]),
  /** Who labels, by the names of their columns in `faces.csv`. */
  coders: z.array(name).max(50).default([]),
  /** Day on which the notice about recognising expressions was read. */
  noticeRead: z.string().optional(),
});

/** What `project.json` holds. */
export type Project = z.infer<typeof schema>;
export type Person = Project['people'][number];
export type Consent = z.infer<typeof consentSchema>;

/** A project without faces. */
export const newProject = (title: string, classes: readonly { name: string; description?: string }[] = []): Project =>
  checkedProject({ format, version: projectVersion, name: title, classes: [...classes] }, projectFile);

/**
 * Reads `project.json`.
 *
 * @param path what to call the file in messages
 * @throws MpaferError `data` when it is no project, is of a newer version, or says something twice
 */
export function readProject(text: string, path: string): Project {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new MpaferError('data', `Cannot read "${path}": it is no JSON (${(error as Error).message})`);
  }
  const { format: found, version } = Object(value) as Record<string, unknown>;
  if (found !== format) {
    throw new MpaferError('data', `Cannot read "${path}": its format is ${showValue(found)}; expected "${format}"`);
  }
  if (typeof version === 'number' && version > projectVersion) {
    throw new MpaferError(
      'data',
      `Cannot read "${path}": it is of version ${version}; this program reads up to version ${projectVersion}`,
      { hint: 'Update mpafer, or save the project by the older program' },
    );
  }
  return checkedProject(value, path);
}

/** The file's text; equal projects give equal texts. @throws MpaferError `data` for a project that could not be read again */
export const writeProject = (project: Project): string => json(checkedProject(project, projectFile));

function checkedProject(value: unknown, path: string): Project {
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const at = issue.path.map(String).join('.');
    const where = at === '' ? '' : ` ${at}:`;
    throw new MpaferError(
      'data',
      `Cannot read "${path}":${where} ${issue.message.replace(/^./, (c) => c.toLowerCase())}`,
    );
  }
  const project = result.data;
  const names = project.classes.map((one) => one.name);
  if (names.includes(notAFace)) {
    throw new MpaferError('data', `Cannot read "${path}": "${notAFace}" is no class, it marks pictures without a face`);
  }
  refuseTwice(names, 'class', path);
  refuseTwice(
    project.people.map(({ id }) => id),
    'person',
    path,
  );
  refuseTwice(project.coders, 'coder', path);
  return project;
}

function refuseTwice(names: readonly string[], what: string, path: string): void {
  const plain = names.map((each) => each.normalize('NFC'));
  const twice = plain.find((each, index) => plain.indexOf(each) < index);
  if (twice === undefined) return;
  throw new MpaferError('data', `Cannot read "${path}": the ${what} "${twice}" is there twice; expected it once`);
}
