// Opens a dataset by its SPEC, `kind:path?name=value&...`.
import { MpaferError } from '../core/errors.ts';
import { nearestName } from '../core/nearest-name.ts';
import { random } from '../core/random.ts';
import { alignmentNote, alignmentOf } from './alignment-file.ts';
import type { Dataset } from './dataset.ts';
import { datasetKinds } from './dataset-kinds.ts';
import type { DataHost } from './host.ts';
import type { MissingPolicy } from './readers/layout/missing-images.ts';
import { drawShots, shotRules } from './shots.ts';
import { parseSpec, specOptions, withoutPaths } from './spec-options.ts';

export { type DatasetKind, datasetKinds } from './dataset-kinds.ts';

/**
 * Opens a dataset: its labels are read and checked, its images not yet.
 *
 * @param spec `kind:path`, options behind it as `?name=value&name=value`; `seed=N` decides every split that is dealt
 *   here and overrides `options.seed`; `shots=N` keeps N training faces a class, drawn by `shotsSeed=N`
 * @param options.seed for dealt splits, default 1. Keep it apart from the seed of training, so that runs of several seeds
 *   are tested on the same images.
 * @param options.missing what becomes of images that a list names and that are missing, where the SPEC does not say;
 *   default `refuse`
 * @throws MpaferError `usage` for an unknown kind or option, `data` or `label` for what is wrong with the files
 * @example
 * ```ts
 * import { nodeDataHost, openDataset } from 'mpafer';
 * const dataset = await openDataset('synthetic:?count=64&size=48', nodeDataHost);
 * console.log(dataset.samples.length); // 64
 * ```
 */
export async function openDataset(
  spec: string,
  host: DataHost,
  options: { seed?: number; missing?: MissingPolicy } = {},
): Promise<Dataset> {
  const parsed = parseSpec(spec);
  const found = datasetKinds.find(({ kind, alias }) => kind === parsed.kind || alias === parsed.kind);
  if (found === undefined) throw unknownKind(spec, parsed.kind);
  const read = specOptions(parsed);
  const seed = read.integer('seed', 0, Number.MAX_SAFE_INTEGER, options.seed ?? 1);
  const open = found.prepare(read, random(seed).split('dataset', found.kind), options.missing);
  const shots = shotRules(read);
  read.finish();
  if (parsed.path === '' && found.kind !== 'synthetic') {
    throw new MpaferError(
      'usage',
      `Cannot open "${spec}": there is no path behind the colon; expected ${found.kind}:PATH`,
    );
  }
  const opened = await open(host, parsed.path);
  const alignment = ownLayouts.includes(found.kind) ? await alignmentOf(host, parsed.path) : undefined;
  const whole =
    alignment === undefined ? opened : { ...opened, alignment, notes: [...opened.notes, alignmentNote(alignment)] };
  const dataset = { ...(shots === undefined ? whole : drawShots(whole, shots)), spec: withoutPaths(parsed) };
  if (!parsed.options.has('seed') || dataset.drawn || (dataset.dealt ?? []).length > 0) return dataset;
  return { ...dataset, notes: [...dataset.notes, `seed=${seed} decides nothing: every split is the data set's own`] };
}

/** The layouts that `mpafer data align` writes. */
const ownLayouts: readonly string[] = ['folder', 'csv'];

function unknownKind(spec: string, kind: string): MpaferError {
  const kinds = datasetKinds.map((known) => known.kind);
  const near = nearestName(kind, kinds);
  const isPath = !spec.includes(':') || /^[a-z]:[\\/]/i.test(spec);
  return new MpaferError(
    'usage',
    `Cannot open the dataset "${spec}": ${isPath ? 'it names no kind' : `there is no kind "${kind}"`}; expected one of ${kinds.map((name) => `${name}:`).join(' ')}`,
    near !== undefined
      ? { hint: `Did you mean ${near}:?` }
      : isPath
        ? { hint: `For images in class folders write folder:${spec}` }
        : {},
  );
}
