// Faces per second of the embedded CLIP in headless Chromium (WebAssembly), pixels to global embeddings, by threads and batch.
//   node bench/inference/small-model-browser.ts
// Needs Chromium at /usr/bin/chromium or at $CHROMIUM. Preprocessing is excluded; each figure is the median over batches.
import { openPage, pathOf } from '../../test/browser/open-page.ts';
import type { TimedPage } from './timed-page.ts';

const opened = await openPage({
  title: 'Small model',
  script: '../../bench/inference/page/small-model-page.ts',
  global: 'timedPage',
  folders: { '/face-clip': pathOf('../../assets/face-clip') },
});
type Global = typeof globalThis & { readonly timedPage: TimedPage };

console.log('face-clip in Chromium, float32\n\n| batch | threads | faces per second |\n|---|---|---|');
for (const batch of [1, 16, 64]) {
  for (const threads of [1, 2]) {
    const runs = Math.max(8, Math.ceil(256 / batch));
    const ask = { batch, threads, runs };
    const ms = await opened.page.evaluate(
      (wish) => (globalThis as Global).timedPage.time(wish.batch, wish.threads, wish.runs),
      ask,
    );
    console.log(`| ${batch} | ${threads} | ${((1000 * batch) / ms).toFixed(0)} |`);
  }
}
await opened.close();
