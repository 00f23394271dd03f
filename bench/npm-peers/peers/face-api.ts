// @vladmandic/face-api: its face expression net, given the crop through the package's own function.
import { join } from 'node:path';
import { type Peer, peerFolder, peerModule } from '../peer.ts';
import { openTensorFlow, type TfTensor } from './tensorflow.ts';

const words = ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised'] as const;

interface FaceApi {
  readonly nets: {
    readonly faceExpressionNet: {
      loadFromDisk(folder: string): Promise<void>;
      predictExpressions(face: TfTensor): Promise<Readonly<Record<(typeof words)[number], number>>>;
    };
  };
}

/** Pixels from 0 to 255; the package resizes them to 112 x 112 and subtracts its means. */
export const faceApi: Peer = {
  name: '@vladmandic/face-api',
  words,
  async open() {
    const tf = await openTensorFlow();
    const { nets } = peerModule<FaceApi>('@vladmandic/face-api/dist/face-api.node-wasm.js');
    await nets.faceExpressionNet.loadFromDisk(join(peerFolder('@vladmandic/face-api'), 'model'));
    return async ({ width, height, data }) => {
      const face = tf.tensor3d(Float32Array.from(data), [height, width, 3]);
      const found = await nets.faceExpressionNet.predictExpressions(face);
      face.dispose();
      return words.map((word) => found[word]);
    };
  },
};
