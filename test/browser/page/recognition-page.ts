// The package's browser entry at work: recognises and trains with the embedded CLIP, as a page of a user's would.
import {
  browserEngine,
  decodeImage,
  defaultDescriptions,
  fetchedModelFolder,
  loadClip,
  loadExplainer,
  openDataset,
  parseConfiguration,
  readCheckpoint,
  train,
  zeroShotRecogniser,
} from '../../../src/api/browser.ts';
import type { RecognitionPage } from '../recognition.ts';
import { trainedTask } from '../recognition.ts';

const engine = browserEngine({ runtimeUrl: '/onnxruntime', threads: 1 });
const clip = await loadClip(fetchedModelFolder('/face-clip'));
const noFiles = () => Promise.reject(new Error('Drawn faces need no files'));
const host = { list: noFiles, read: noFiles, decode: noFiles };

const page: RecognitionPage = {
  digest: () => clip.digest(),
  async decoded(address) {
    const { width, height, data } = await decodeImage(
      new Uint8Array(await (await fetch(address)).arrayBuffer()),
      address,
    );
    return { width, height, data: [...data] };
  },
  async undecodable() {
    return decodeImage(new TextEncoder().encode('no picture'), 'notes.txt').then(
      () => 'decoded',
      (error: Error) => error.message,
    );
  },
  async missingModel() {
    return loadClip(fetchedModelFolder('/nowhere')).then(
      () => 'loaded',
      (error: Error) => error.message,
    );
  },
  async meanOf(address) {
    return (await loadClip(fetchedModelFolder(address))).preprocessing.mean;
  },
  async recognised(data) {
    const { samples, classes } = await openDataset(data, host);
    const recogniser = await zeroShotRecogniser(engine, clip, classes, defaultDescriptions);
    const faces = await recogniser.recognise(await Promise.all(samples.map((sample) => sample.read())));
    return faces.map(({ probabilities }) => Object.values(probabilities));
  },
  async explained(data, method) {
    const { samples } = await openDataset(data, host);
    const pack = await fetch('/packs/fer2013.safetensors');
    const checkpoint = readCheckpoint(new Uint8Array(await pack.arrayBuffer()), 'fer2013');
    const explainer = await loadExplainer(engine, clip, checkpoint);
    const faces = await explainer.explain(await Promise.all(samples.slice(0, 4).map((sample) => sample.read())), {
      method,
    });
    await explainer.release();
    return faces.map(({ explanation }) => explanation.map.values);
  },
  async trained() {
    const dataset = await openDataset(trainedTask.data, host);
    const configuration = parseConfiguration(trainedTask.settings, 'the test');
    const losses: number[] = [];
    for await (const event of train({ engine, clip, dataset, configuration, descriptions: defaultDescriptions })) {
      if (event.kind === 'step') losses.push(event.losses.loss!);
    }
    return losses;
  },
};

Object.assign(globalThis, { recognitionPage: page });
