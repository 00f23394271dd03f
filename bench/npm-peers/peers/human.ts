// @vladmandic/human: its emotion model (oarriaga's mini-XCEPTION, trained on FER2013), prepared as the package does it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Peer, peerFolder } from '../peer.ts';
import { openTensorFlow } from './tensorflow.ts';

interface GraphModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly weights: readonly object[] }[];
}

/**
 * The package runs this model only on faces that its detector found in a larger image; without such an image the model is run on its own,
 * with the package's steps: bilinear to 64 x 64, grey from .2989, .587, .114 of red, green and blue, scaled from 0..1 to -1..1.
 */
export const human: Peer = {
  name: '@vladmandic/human',
  words: ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'],
  async open() {
    const tf = await openTensorFlow();
    const folder = join(peerFolder('@vladmandic/human'), 'models');
    const json: GraphModelJson = JSON.parse(await readFile(join(folder, 'emotion.json'), 'utf8'));
    const weights = await readFile(join(folder, 'emotion.bin'));
    const model = await tf.loadGraphModel(
      tf.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest.flatMap((part) => part.weights),
        weightData: new Uint8Array(weights).buffer,
      }),
    );
    const grey = tf.tensor1d([0.2989, 0.587, 0.114]);
    return async ({ width, height, data }) => {
      const scores = tf.tidy(() => {
        const face = tf.tensor4d(
          Float32Array.from(data, (value) => value / 255),
          [1, height, width, 3],
        );
        const light = tf.sum(tf.mul(tf.image.resizeBilinear(face, [64, 64], false), grey), 3, true);
        return model.execute(tf.mul(tf.sub(light, 0.5), 2));
      });
      const found = await scores.data();
      scores.dispose();
      return found;
    };
  },
};
