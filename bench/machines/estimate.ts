// The hours that RAF-DB would take on more machines than there are here, by the model. Named an estimate wherever it is shown.
import { sizes } from '../training-step/sizes.ts';
import { nameTokens, visualPrompts } from '../training-step/task.ts';
import { head, row } from './markdown-table.ts';
import { type NetworkModel, runHours, type StepModel, stepTime } from './model.ts';

/** What the wires allow, with the latency of polling. */
const networks: readonly NetworkModel[] = [
  { name: '1 Gbit/s', latency: 2, bandwidth: 125_000 },
  { name: '10 Gbit/s', latency: 1, bandwidth: 1_250_000 },
];

/** RAF-DB's basic part with 1,227 faces for validation. */
const rafDb = { train: 12_271, valid: 1_227, batch: 32, epochs: 120 };

/** A forward pass takes this share of a step's time for an image: 88 of 202 ms for ViT-B/16, 396 of 890 for L/14. */
const forwardShare = 0.44;

/** @param size a published size, `B/16` @param measured a network that was measured, shown first */
export function printEstimate(size: string, model: StepModel, measured?: NetworkModel): void {
  const { image, embedding } = sizes[size]!;
  const partBytes = 4 * (image.layers * visualPrompts * image.width + nameTokens.length * embedding);
  const shown = measured === undefined ? networks : [measured, ...networks];
  const given = `${model.text.toFixed(0)} ms of text + ${model.image.toFixed(0)} ms an image, ${(partBytes / 1000).toFixed(0)} KB a part`;
  console.log(`\n## Estimate, not measured: hours for RAF-DB, ${size}, batch 32, 120 epochs\n\nFrom ${given}.\n`);
  head('ranks', 'microBatch', ...shown.flatMap(({ name }) => [name, 'efficiency']));
  for (const ranks of [1, 2, 4, 8, 16, 32]) {
    const microBatch = Math.min(8, Math.ceil(rafDb.batch / ranks));
    const hours = (count: number, parts: number, network: NetworkModel) => {
      const step = stepTime(count, { batch: rafDb.batch, microBatch: parts, partBytes }, model, network);
      return runHours(count, rafDb, step, forwardShare * model.image);
    };
    const cells = shown.flatMap((network) => {
      const own = hours(ranks, microBatch, network);
      return [own.toFixed(1), `${Math.round((100 * hours(1, 8, network)) / ranks / own)} %`];
    });
    row(ranks, microBatch, ...cells);
  }
}
