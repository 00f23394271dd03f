// Recognises the same synthetic faces in Node and in headless Chromium: every class must agree, and probabilities within 1e-5.
import {
  defaultDescriptions,
  nodeDataHost,
  nodeEngine,
  openClip,
  openDataset,
  zeroShotRecogniser,
} from '../../src/api/node.ts';
import { embeddedClip } from '../../src/platform/node/models/models.ts';
import { openPage, pathOf } from '../../test/browser/open-page.ts';
import type { RecognitionPage } from '../../test/browser/recognition.ts';

const limit = 1e-5;

type Global = typeof globalThis & { readonly recognitionPage: RecognitionPage };

const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** `browser [FACES]`. @returns whether every face has the same class and its probabilities are within the limit */
export async function browser([count = '1000']: readonly string[]): Promise<boolean> {
  const engine = nodeEngine();
  const folders = { '/face-clip': pathOf(`../../assets/${embeddedClip}`) };
  const script = './page/recognition-page.ts';
  const { page, close } = await openPage({ title: 'Recognition', script, global: 'recognitionPage', folders });
  try {
    const clip = await openClip(embeddedClip);
    const data = `synthetic:?count=${count}&size=60&seed=3`;
    const { samples, classes } = await openDataset(data, nodeDataHost);
    const recogniser = await zeroShotRecogniser(engine, clip, classes, defaultDescriptions);
    const inNode = await recogniser.recognise(await Promise.all(samples.map((sample) => sample.read())));
    const inPage = await page.evaluate((spec) => (globalThis as Global).recognitionPage.recognised(spec), data);
    let [same, worst] = [0, 0];
    for (const [face, { probabilities }] of inNode.entries()) {
      const [here, there] = [Object.values(probabilities), inPage[face]!];
      if (largest(here) === largest(there)) same++;
      for (const [at, value] of here.entries()) worst = Math.max(worst, Math.abs(value - there[at]!));
    }
    const faces = inNode.length;
    console.log(
      `${faces} faces, ${same} with the same class, largest difference in probability ${worst.toExponential(1)}`,
    );
    const held = same === faces && worst <= limit;
    console.log(held ? '1 passed, 0 failed' : '0 passed, 1 failed');
    return held;
  } finally {
    await close();
    await engine.close();
  }
}
