// Tries what mpafer needs on a machine: runtime, image decoding, a model, the disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { float32 } from '../../core/array.ts';
import { plural } from '../../core/plural.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { packageFile } from '../../engine/node/package-files.ts';
import { loadRuntime } from '../../engine/node/runtime.ts';
import { gradients } from '../../graph/gradients.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { softmax } from '../../graph/ops/softmax.ts';
import { input } from '../../graph/tensor.ts';
import { environment } from '../../platform/node/environment.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { decodeImage } from '../../platform/node/images/decode-image.ts';
import { encodePng } from '../../platform/node/images/encode-image.ts';
import { openClip } from '../../platform/node/models/models.ts';
import { openRecogniser } from '../../platform/node/models/open-recogniser.ts';
import { defaultPack } from '../../recognise/recogniser-options.ts';
import { portrait } from '../demo/demo-photos.ts';
import { tryDevices } from './try-devices.ts';

/** The result of one check of this machine. */
export interface Finding {
  readonly kind: 'finding';
  readonly check: string;
  readonly status: 'ok' | 'failed';
  readonly detail: string;
}

/**
 * Runs every check, whether or not others fail, and yields a finding for each.
 *
 * @param clip name, folder or file of the CLIP to try
 * @returns whether all passed
 * @example
 * ```ts
 * import { examineMachine } from 'mpafer/jobs';
 * for await (const { check, status, detail } of examineMachine('face-clip')) {
 *   if (status === 'failed') console.log(`${check}: ${detail}`);
 * }
 * ```
 */
export async function* examineMachine(clip: string): AsyncGenerator<Finding, boolean> {
  let passed = true;
  for (const [check, attempt] of Object.entries(checks)) {
    const finding = await attempt(clip).then(
      (detail): Finding => ({ kind: 'finding', check, status: 'ok', detail }),
      (error: unknown): Finding => ({ kind: 'finding', check, status: 'failed', detail: (error as Error).message }),
    );
    if (finding.status === 'failed') passed = false;
    yield finding;
  }
  return passed;
}

/** Each returns a description of what it found, or throws. */
const checks: Readonly<Record<string, (clip: string) => Promise<string>>> = {
  async environment() {
    const { mpafer, node, platform, processor, threads, memoryGiB } = environment();
    return `mpafer ${mpafer}, Node ${node}, ${platform}, ${processor}, ${threads} threads, ${memoryGiB} GiB`;
  },
  async engine() {
    const engine = nodeEngine();
    try {
      const x = input('x', ['B', 3]);
      const y = softmax(x);
      const loss = mean(multiply(y, y));
      const program = await engine.compile({ loss, slope: gradients(loss, [x])[0]! });
      const { slope } = await program.run({ x: float32([1, 2, 3], [1, 3]) });
      const sum = Array.from(slope.data, Number).reduce((total, value) => total + value, 0);
      if (!(Math.abs(sum) < 1e-6)) throw new Error(`the gradient of a softmax sums to ${sum}; expected 0`);
      return `${await describeRuntime()} computes a gradient`;
    } finally {
      await engine.close();
    }
  },
  devices: tryDevices,
  async images() {
    const picture = { width: 2, height: 1, data: Uint8Array.of(255, 0, 0, 0, 0, 255) };
    const { data } = await decodeImage(await encodePng(picture), 'a test picture');
    if (data.join() !== picture.data.join())
      throw new Error(`an encoded picture decodes to ${data.join()}; expected ${picture.data.join()}`);
    return `sharp ${environment().sharp} encodes and decodes`;
  },
  async model(name) {
    const clip = await openClip(name);
    const { image, text } = clip.config;
    (await clip.tokenizer()).encode('a photo of happiness');
    return `${clip.name}: ${image.size} px, patch ${image.patch}, ${image.layers} + ${text.layers} layers, SHA-256 ${(await clip.digest()).slice(0, 12)}`;
  },
  async recognition() {
    await using recogniser = await openRecogniser(defaultPack);
    const { faces } = await recogniser.recognise(packageFile(portrait.file));
    if (faces.length !== 1)
      throw new Error(`found ${plural(faces.length, 'face')} in the portrait that ships; expected one`);
    return `the pack ${defaultPack} recognises ${faces[0]!.expression} in the portrait that ships`;
  },
  async disk() {
    const folder = await mkdtemp(join(tmpdir(), 'mpafer-'));
    try {
      await writeFile(join(folder, 'file'), 'content');
      return `files can be written in ${tmpdir()}`;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function describeRuntime(): Promise<string> {
  const { name, reason, advice } = await loadRuntime(undefined);
  const versions = environment();
  if (name === 'native') return `ONNX Runtime ${versions['onnxruntime-node']} (native)`;
  return `ONNX Runtime ${versions['onnxruntime-web']} (WebAssembly, 3 to 10 times slower than the native build: ${reason}. ${advice})`;
}
