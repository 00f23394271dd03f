// The file beside aligned faces that says by which recipe they were cut out.
import { MpaferError } from '../core/errors.ts';
import type { Alignment } from './dataset.ts';
import { type DataHost, joinPath } from './host.ts';

/** Its name, in the folder of the data set. */
export const alignmentFile = 'alignment.json';

/**
 * The recipe; undefined where the faces were not cut out by one.
 *
 * @param path the folder of the data set, or its list of labels
 * @throws MpaferError `data` when the file is damaged
 */
export async function alignmentOf(host: DataHost, path: string): Promise<Alignment | undefined> {
  const folder = /\.csv$/i.test(path) ? (/^(.*)[\\/][^\\/]*$/.exec(path)?.[1] ?? '.') : path;
  const beside = await host.list(folder).catch((error: unknown) => {
    if (error instanceof MpaferError) return [];
    throw error;
  });
  if (!beside.some(({ name, folder: isFolder }) => name === alignmentFile && !isFolder)) return undefined;
  const file = joinPath(folder, alignmentFile);
  const { name, eyeDistance, eyeLine } = recipeIn(new TextDecoder().decode(await host.read(file)));
  if (typeof name === 'string' && isShare(eyeDistance) && isShare(eyeLine)) return { name, eyeDistance, eyeLine };
  throw new MpaferError('data', `Cannot read "${file}": it names no recipe of alignment`, {
    hint: 'Align the data set again, or remove the file where the faces were cut out in another way',
  });
}

export const alignmentNote = ({ name, eyeDistance, eyeLine }: Alignment): string =>
  `faces are aligned by ${name}: eyes level, ${eyeDistance} of the side apart, at ${eyeLine} of the height`;

const isShare = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < 1;

function recipeIn(text: string): { readonly [name: string]: unknown } {
  try {
    const { recipe } = Object(JSON.parse(text));
    return Object(recipe);
  } catch {
    return {};
  }
}
