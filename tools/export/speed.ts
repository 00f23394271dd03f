// `node tools/export/speed.ts BATCH FILE [FILE ...]`: milliseconds per image of exported recognisers, alternating, so that all run under the same conditions.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { random } from '../../src/core/random.ts';
import { withoutTelemetry } from '../../src/engine/node/without-telemetry.ts';

withoutTelemetry();

const rounds = 7;
const [batchText, ...files] = process.argv.slice(2);
const batch = Number(batchText);
if (!(batch >= 1) || files.length === 0) {
  console.error('Usage: node tools/export/speed.ts BATCH FILE [FILE ...]');
  process.exit(2);
}

const threads = availableParallelism();
const models = [];
for (const file of files) {
  const session = await InferenceSession.create(file, { intraOpNumThreads: threads });
  const { shape } = session.inputMetadata[0] as { shape: readonly (number | string)[] };
  const side = shape[2] as number;
  const { normal } = random(1).split(file);
  const pixels = Float32Array.from({ length: batch * 3 * side * side }, normal);
  models.push({
    file,
    session,
    feed: { pixels: new Tensor('float32', pixels, [batch, 3, side, side]) },
    times: [] as number[],
  });
}
for (let round = 0; round <= rounds; round++) {
  for (const { session, feed, times } of models) {
    const before = performance.now();
    await session.run(feed);
    // The first round warms up.
    if (round > 0) times.push((performance.now() - before) / batch);
  }
}
console.log(`batch ${batch}, ${threads} threads, median and range of ${rounds}`);
for (const { file, times } of models) {
  const sorted = times.toSorted((a, b) => a - b);
  const [least, middle, most] = [sorted[0]!, sorted[rounds >> 1]!, sorted.at(-1)!].map((time) => time.toFixed(1));
  const size = (readFileSync(file).length / 1e6).toFixed(1);
  console.log(`  ${file}: ${middle} ms per image (${least} to ${most}), ${size} MB`);
}
