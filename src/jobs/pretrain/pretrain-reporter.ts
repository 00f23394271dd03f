// Lines about a pretraining run: one every twenty steps, and one for each score on the validation split.
import type { StageEvent } from '../../pretrain/stages/run-stage.ts';

export interface PretrainReport {
  /** Since the start. */
  readonly seconds: number;
  /** For display; often none. */
  readonly lines: readonly string[];
}

/** Takes every event of a run. */
export function pretrainReporter(): (event: Exclude<StageEvent, { kind: 'checkpoint' }>) => PretrainReport {
  const start = performance.now();
  let since = start;
  let losses = 0;
  let images = 0;
  let steps = 0;
  return (event) => {
    const now = performance.now();
    const seconds = (now - start) / 1000;
    if (event.kind === 'evaluation') {
      since = now;
      const lines = Object.entries(event.results).map(
        ([name, { global, local, both }]) =>
          `  validation, ${name}: class token ${percent(global)}, patches ${percent(local)}, both ${percent(both)}`,
      );
      return { seconds, lines };
    }
    losses += event.loss;
    images += event.batch;
    steps++;
    if (event.step % 20 !== 0 && event.step !== event.steps) return { seconds, lines: [] };
    const rate = images / ((now - since) / 1000);
    const minutes = ((event.steps - event.step) * event.batch) / rate / 60;
    const line = `${event.stage} ${event.step}/${event.steps} epoch ${event.epoch.toFixed(2)} loss ${(losses / steps).toFixed(4)} ${rate.toFixed(0)} images/s ${minutes.toFixed(0)} min left`;
    losses = images = steps = 0;
    since = now;
    return { seconds, lines: [line] };
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
