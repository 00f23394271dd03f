// What a pretraining run says while it goes: a line in twenty steps, and every look at the validation split.
import type { StageEvent } from '../../pretrain/stages/run-stage.ts';

/** Takes every event; says some; returns the seconds since the start. */
export function pretrainReporter(
  say: (line: string) => void,
): (event: Exclude<StageEvent, { kind: 'checkpoint' }>) => number {
  const start = performance.now();
  let since = start;
  let losses = 0;
  let images = 0;
  let steps = 0;
  return (event) => {
    const now = performance.now();
    if (event.kind === 'evaluation') {
      for (const [name, { global, local, both }] of Object.entries(event.results))
        say(`  validation, ${name}: class token ${percent(global)}, patches ${percent(local)}, both ${percent(both)}`);
      since = now;
      return (now - start) / 1000;
    }
    losses += event.loss;
    images += event.batch;
    steps++;
    if (event.step % 20 === 0 || event.step === event.steps) {
      const rate = images / ((now - since) / 1000);
      const left = ((event.steps - event.step) * event.batch) / rate / 60;
      say(
        `${event.stage} ${event.step}/${event.steps} epoch ${event.epoch.toFixed(2)} loss ${(losses / steps).toFixed(4)} ${rate.toFixed(0)}/s ${left.toFixed(0)} min left`,
      );
      losses = images = steps = 0;
      since = now;
    }
    return (now - start) / 1000;
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
