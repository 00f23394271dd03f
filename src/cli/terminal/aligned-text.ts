// What became of the images of an aligned data set, in a line.
import { plural } from '../../core/plural.ts';
import type { AlignedData } from '../../jobs/data/align-data.ts';

export function alignedText({ faces, statuses }: AlignedData): string {
  const counts = Object.entries(statuses).filter(([, count]) => count > 0);
  return `${plural(faces, 'face')}; images: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}`;
}
