// FERPlus in its most common form: the votes of `fer2013new.csv`, matched row by row with the pixels of `fer2013.csv`.

import { columnsOf } from '../../../core/csv.ts';
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { readCsv } from '../../read-csv.ts';
import { splitNamed } from '../../split-names.ts';
import { greyImage, readFer2013Csv } from '../fer2013/fer2013-csv.ts';
import { trainingTwins } from '../fer2013/fer2013-rows.ts';
import { voteColumns } from './ferplus-rules.ts';
import type { VotedImage, VotedImages } from './ferplus-votes.ts';

export const ferplusVotesFile = 'fer2013new.csv';

/** The authors of FERPlus removed rows without a name, because they show no face. */
export async function ferplusCsv(
  host: DataHost,
  root: string,
  pixelsFile: string,
  notes: string[],
): Promise<VotedImages> {
  const pixels = joinPath(root, pixelsFile);
  const images = readFer2013Csv(await host.read(pixels), pixels);
  const twins = trainingTwins(images);
  const file = joinPath(root, ferplusVotesFile);
  const [header, ...rows] = await readCsv(host, file);
  const at = columnsOf(header, ['Usage', 'Image name', ...voteColumns], file);
  if (rows.length !== images.length) {
    throw new MpaferError(
      'data',
      `Cannot join "${file}" and "${pixels}": ${rows.length} rows of votes and ${images.length} of pixels; expected equal numbers`,
    );
  }
  const bad = badLines(file);
  const parts: Record<Split, VotedImage[]> = { train: [], valid: [], test: [] };
  let nameless = 0;
  rows.forEach(({ line, fields }, index) => {
    const image = images[index]!;
    const texts = voteColumns.map((name) => fields[at[name]]?.trim() ?? '');
    const wrong = texts.findIndex((text) => !/^\d+$/.test(text));
    const name = fields[at['Image name']]?.trim() ?? '';
    const usage = fields[at.Usage] ?? '';
    if (image.split === undefined) bad.add(line, `${pixelsFile} has no column Usage`, 'data');
    else if (wrong >= 0) bad.add(line, `${voteColumns[wrong]} votes are "${texts[wrong]}"; expected a whole number`);
    else if (splitNamed(usage) !== image.split) {
      bad.add(line, `Usage is "${usage.trim()}", and that row of ${pixelsFile} is for ${image.split}`, 'data');
    } else if (name === '') nameless++;
    else {
      const votes = texts.map(Number);
      parts[image.split].push({ id: name, votes, twin: twins.has(image), read: async () => greyImage(image.grey) });
    }
  });
  bad.check();
  if (nameless > 0) notes.push(`skipped ${plural(nameless, 'row')} without an image name, which FERPlus took out`);
  return { layout: `votes of ${ferplusVotesFile}, pixels of ${pixelsFile}`, parts, twinsKnown: true };
}
