// faceplugin-face-recognition-js: its DenseNet-121, an ONNX file, prepared as the package does it.
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { withoutTelemetry } from '../../../src/engine/node/without-telemetry.ts';
import { enlarged } from '../enlarged.ts';
import { type Peer, peerFolder } from '../peer.ts';

withoutTelemetry();

const side = 224;

/**
 * The package reads a canvas and resizes the box of its detector with OpenCV; the same steps are done here without a browser: bilinear to
 * 224 x 224, red, green and blue from 0 to 1, no mean subtraction. It names no classes: FER2013's own order is used, in which each output
 * is highest on the faces of its label.
 */
export const faceplugin: Peer = {
  name: 'faceplugin-face-recognition-js',
  words: ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'],
  async open() {
    const path = join(peerFolder('faceplugin-face-recognition-js'), 'model/fr_expression.onnx');
    const session = await ort.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    return async (face) => {
      const input = new ort.Tensor('float32', enlarged(face, side), [1, 3, side, side]);
      const { output } = await session.run({ input });
      const logits = output!.data as Float32Array;
      const top = Math.max(...logits);
      const weights = Array.from(logits, (logit) => Math.exp(logit - top));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    };
  },
};
