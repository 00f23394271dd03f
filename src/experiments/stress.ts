// Stress tests: recognition of the same faces under every perturbation and severity.
import { resizeToSquare } from '../clip/preprocess.ts';
import { csvRow } from '../core/csv-row.ts';
import type { RgbImage } from '../core/image.ts';
import { type Random, random } from '../core/random.ts';
import type { Sample } from '../data/dataset.ts';
import { type ImageCache, imageCache } from '../data/image-cache.ts';
import type { SamplePredictions } from '../evaluate/sample-predictions.ts';
import { evaluate } from '../metrics/evaluation.ts';
import { scoreIntervals } from '../metrics/score-intervals.ts';
import type { Perturbation } from './perturbations.ts';

export interface StressCell {
  readonly perturbation: string;
  /** 0 (the original) to 5. */
  readonly severity: number;
  /** The level of the severity: `quality 25`. */
  readonly level: string;
  readonly n: number;
  readonly war: number;
  readonly uar: number;
  readonly interval: { readonly war: readonly [number, number]; readonly uar: readonly [number, number] };
}

/**
 * Perturbs a face. Large images are first reduced to the model's input size, so that a severity means the same for any camera;
 * smaller ones are used as they are.
 *
 * @param severity 1 to 5; 0 returns the original
 * @param source shared by all faces of the experiment; the perturbation of a face depends only on its id
 */
export function perturbed(
  image: RgbImage,
  id: string,
  { name, levels, apply }: Perturbation,
  severity: number,
  side: number,
  source: Random,
): RgbImage | Promise<RgbImage> {
  if (severity === 0) return image;
  const seen = Math.min(image.width, image.height) > side ? resizeToSquare(image, side) : image;
  return apply(seen, levels[severity - 1]!.amount, source.split('perturbed', name, id));
}

/** Samples that are perturbed when read. @param images caches decoded images between severities */
export const perturbedSamples = (
  samples: readonly Sample[],
  perturbation: Perturbation,
  severity: number,
  side: number,
  images: ImageCache = imageCache(0),
): readonly Sample[] =>
  samples.map((sample) => ({
    ...sample,
    read: async () => perturbed(await images.image(sample), sample.id, perturbation, severity, side, random(1)),
  }));

/** At most `limit` faces in their order, the same random selection for all severities. */
export function someSamples(samples: readonly Sample[], limit: number | undefined): readonly Sample[] {
  if (limit === undefined || limit >= samples.length) return samples;
  const order = random(1).split('faces').permutation(samples.length);
  const chosen = Array.from(order.subarray(0, limit)).sort((a, b) => a - b);
  return chosen.map((index) => samples[index]!);
}

export function stressCell(
  perturbation: string,
  severity: number,
  level: string,
  predictions: SamplePredictions,
): StressCell {
  const { n, war, uar } = evaluate(predictions);
  const interval = scoreIntervals(predictions, random(1).split('intervals'));
  return { perturbation, severity, level, n, war, uar, interval };
}

/** One row per cell; rates are 0-1. */
export const stressCsv = (cells: readonly StressCell[]): string =>
  [
    csvRow(['perturbation', 'severity', 'level', 'n', 'war', 'war_low', 'war_high', 'uar', 'uar_low', 'uar_high']),
    ...cells.map(({ perturbation, severity, level, n, war, uar, interval }) =>
      csvRow([perturbation, severity, level, n, war, ...interval.war, uar, ...interval.uar]),
    ),
  ].join('');

/** WAR in percent: one row per perturbation, one column per severity. */
export function stressTable(cells: readonly StressCell[], names: readonly string[]): string {
  const severities = [0, 1, 2, 3, 4, 5];
  const find = (name: string, severity: number) =>
    cells.find((cell) => cell.severity === severity && (severity === 0 || cell.perturbation === name));
  const shown = (cell: StressCell | undefined) => (cell === undefined ? '' : (100 * cell.war).toFixed(1));
  return [
    `| severity | ${severities.join(' | ')} |`,
    `| --- | ${severities.map(() => '---:').join(' | ')} |`,
    ...names.map((name) => `| ${name} | ${severities.map((severity) => shown(find(name, severity))).join(' | ')} |`),
    '',
    'WAR in percent.',
    '',
  ].join('\n');
}
