// The page of small-model-browser.ts: the image tower of the embedded CLIP, timed inside the browser.

import { frozenWeights } from '../../../src/clip/graph-weights.ts';
import { imageTower } from '../../../src/clip/image-tower.ts';
import { loadClip } from '../../../src/clip/load-clip.ts';
import { float32 } from '../../../src/core/array.ts';
import { random } from '../../../src/core/random.ts';
import { browserEngine } from '../../../src/engine/browser/browser-engine.ts';
import { pixelInput } from '../../../src/method/recogniser.ts';
import { fetchedModelFolder } from '../../../src/platform/browser/models/model-folder.ts';
import type { TimedPage } from '../timed-page.ts';

const clip = await loadClip(fetchedModelFolder('/face-clip'));
const { size } = clip.config.image;
const { globalAlone } = imageTower(frozenWeights(clip.weights).image, clip.config, pixelInput(clip.config));

const page: TimedPage = {
  async time(batch, threads, runs) {
    const engine = browserEngine({ runtimeUrl: '/onnxruntime', threads });
    const program = await engine.compile({ global: globalAlone });
    const draws = random(1);
    const values = Float32Array.from({ length: batch * 3 * size * size }, draws.normal);
    const pixels = float32(values, [batch, 3, size, size]);
    await program.run({ pixels });
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const begin = performance.now();
      await program.run({ pixels });
      times.push(performance.now() - begin);
    }
    await engine.close();
    return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)]!;
  },
};

Object.assign(globalThis, { timedPage: page });
