// WebDataset: tar archives where the files of a sample share a name, `000042.jpg` and `000042.cls`.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import type { SquareView } from '../../../image/square.ts';
import { badLines } from '../../bad-lines.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { orderedClasses } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { type LabelNaming, mergedNotes, namedLabel, refuseUnusedNaming } from '../../label-names.ts';
import { isImageName, plainName } from '../layout/image-files.ts';
import { labelNames } from '../table/label-column.ts';
import { filesBySplit } from './files-by-split.ts';
import { readTar } from './tar.ts';

export interface WebDatasetOptions {
  /** Draws splits that the archives do not define. */
  readonly random: Random;
  readonly valid?: number | undefined;
  readonly test?: number | undefined;
  /** What label numbers mean. */
  readonly naming?: LabelNaming;
}

interface Entry {
  image?: { readonly name: string; readonly bytes: Uint8Array };
  label?: string | undefined;
}

/**
 * Reads `train-000.tar`, `val-000.tar` ..., or one archive. The label is in `KEY.cls` or `KEY.txt`, or in `KEY.json` under
 * `label`, `expression`, `emotion` ... The encoded images are kept in memory, all of them.
 *
 * @throws MpaferError `data` for a damaged archive, `label` for a number without a name
 */
export async function webDataset(host: DataHost, path: string, options: WebDatasetOptions): Promise<Dataset> {
  const { random, valid, test, naming = {} } = options;
  const { root, files } = await filesBySplit(host, path, { kind: 'webdataset', extension: 'tar' });
  const notes: string[] = [];
  const rows: { id: string; split: Split | undefined; label: string; className: string; bytes: Uint8Array }[] = [];
  let without = 0;
  for (const { file, split } of files) {
    const bad = badLines(file, 'row');
    let row = 0;
    for (const entry of entriesOf(await host.read(joinPath(root, file)), joinPath(root, file))) {
      row++;
      if (entry.image === undefined || entry.label === undefined) {
        without++;
        continue;
      }
      const { name, bytes } = entry.image;
      const found = namedLabel(entry.label, naming);
      if ('wrong' in found) bad.add(row, found.wrong);
      else
        rows.push({ id: `${file}#${plainName(name)}`, split, label: entry.label, className: found.className, bytes });
    }
    bad.check();
  }
  if (rows.length === 0) {
    throw new MpaferError('data', `Cannot open "${path}" as webdataset: no sample has an image and a label`, {
      hint: `A label is a file KEY.cls or KEY.txt, or in KEY.json under ${labelNames.slice(0, 5).join(', ')}`,
    });
  }
  if (without > 0) notes.push(`skipped ${plural(without, 'sample')} without an image or a label`);
  const labels = rows.map(({ label }) => label);
  refuseUnusedNaming(naming, labels, path);
  notes.push(...mergedNotes(labels));
  const { splits, dealt } = dealSplits(
    rows,
    { random: random.split('webdataset split'), valid, test, by: 'file' },
    notes,
  );
  const classes = orderedClasses(rows.map(({ className }) => className));
  const samples = rows.map(({ id, className, bytes }, index) => ({
    id,
    split: splits[index]!,
    label: classes.indexOf(className),
    read: (view?: SquareView) => host.decode(bytes, id, view),
  }));
  return { name: 'webdataset', classes, samples, dealt, notes, layout: plural(files.length, 'tar archive') };
}

function entriesOf(bytes: Uint8Array, file: string): Iterable<Entry> {
  const entries = new Map<string, Entry>();
  for (const { name, bytes: content } of readTar(bytes, file)) {
    const [, key, extension = ''] = /^((?:.*\/)?[^/.]+)\.([^/]*)$/.exec(name) ?? [];
    if (key === undefined) continue;
    const entry = entries.get(key) ?? {};
    entries.set(key, entry);
    if (isImageName(name)) entry.image ??= { name, bytes: content };
    else if (extension === 'cls' || (extension === 'txt' && entry.label === undefined))
      entry.label = textOf(content).trim();
    else if (extension === 'json') entry.label ??= jsonLabel(textOf(content));
  }
  return entries.values();
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function jsonLabel(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const fields = new Map(Object.entries(Object(value)));
    const name = labelNames.find((label) => ['string', 'number'].includes(typeof fields.get(label)));
    return name === undefined ? undefined : String(fields.get(name));
  } catch {
    return undefined;
  }
}
