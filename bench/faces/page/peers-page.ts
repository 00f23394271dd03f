// The page of the comparison: this library and its peers, all on WebAssembly in the same browser, on the same pictures.
import { openRecogniser } from '../../../src/api/browser.ts';
import type { PeersPage } from '../peers-answers.ts';
import type { Answer } from '../score.ts';

type Find = (image: HTMLImageElement) => Promise<readonly Answer[]>;

// biome-ignore-start lint/suspicious/noExplicitAny: the peers' own types need their packages installed
const load = (path: string): Promise<any> => import(/* @vite-ignore */ `/peers/${path}`);
const wasm = '/peers/@tensorflow/tfjs-backend-wasm/dist/';
const middleOf = (x: number, y: number, width: number, height: number) => ({ x: x + width / 2, y: y + height / 2 });

const makers: Readonly<Record<string, () => Promise<Find>>> = {
  async mpafer() {
    const recogniser = await openRecogniser();
    return async (image) => {
      const { faces } = await recogniser.recognise(image);
      return faces.map(({ box, eyes }) => ({ middle: middleOf(box.x, box.y, box.width, box.height), eyes }));
    };
  },
  async human() {
    const { default: Human } = await load('@vladmandic/human/dist/human.esm.js');
    const off = { enabled: false };
    const human = new Human({
      backend: 'wasm',
      wasmPath: wasm,
      modelBasePath: '/peers/@vladmandic/human/models/',
      cacheSensitivity: 0,
      filter: off,
      gesture: off,
      body: off,
      hand: off,
      object: off,
      face: {
        enabled: true,
        detector: { maxDetected: 200, rotation: true },
        mesh: { enabled: true },
        iris: off,
        description: off,
        emotion: { enabled: true },
      },
    });
    await human.load();
    return async (image) => {
      const { face } = await human.detect(image);
      return face.map(({ box: [x, y, width, height] }: any) => ({ middle: middleOf(x, y, width, height) }));
    };
  },
  async 'face-api'() {
    const faceapi = await load('@vladmandic/face-api/dist/face-api.esm.js');
    faceapi.tf.setWasmPaths(wasm);
    await faceapi.tf.setBackend('wasm');
    await faceapi.tf.ready();
    const models = '/peers/@vladmandic/face-api/model/';
    await faceapi.nets.ssdMobilenetv1.loadFromUri(models);
    await faceapi.nets.faceExpressionNet.loadFromUri(models);
    const options = new faceapi.SsdMobilenetv1Options({ minConfidence: 0.5, maxResults: 200 });
    return async (image) => {
      const found = await faceapi.detectAllFaces(image, options).withFaceExpressions();
      return found.map(({ detection: { box } }: any) => ({ middle: middleOf(box.x, box.y, box.width, box.height) }));
    };
  },
  async mediapipe() {
    await new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement('script'), {
        src: '/peers/@mediapipe/face_detection/face_detection.js',
        onload: resolve,
        onerror: reject,
      });
      document.head.append(script);
    });
    const detector = new (globalThis as any).FaceDetection({
      locateFile: (file: string) => `/peers/@mediapipe/face_detection/${file}`,
    });
    // Given a threshold too, this release stops: "RET_CHECK failure ... options_.has_num_classes()".
    detector.setOptions({ model: 'full' });
    let answers: readonly Answer[] = [];
    detector.onResults(({ detections, image }: any) => {
      answers = detections.map(({ boundingBox: box, landmarks }: any) => ({
        middle: { x: box.xCenter * image.width, y: box.yCenter * image.height },
        eyes: { left: at(landmarks[0], image), right: at(landmarks[1], image) },
      }));
    });
    const at = (point: any, image: any) => ({ x: point.x * image.width, y: point.y * image.height });
    await detector.initialize();
    return async (image) => {
      await detector.send({ image });
      return answers;
    };
  },
};
// biome-ignore-end lint/suspicious/noExplicitAny: see above

const opened = new Map<string, Find>();

const page: PeersPage = {
  async open(name) {
    opened.set(name, await makers[name]!());
  },
  async find(name, address, runs) {
    const image = new Image();
    image.src = address;
    await image.decode();
    const find = opened.get(name)!;
    let answers: readonly Answer[] = [];
    let ms = Number.POSITIVE_INFINITY;
    for (let run = 0; run < runs; run++) {
      const begin = performance.now();
      answers = await find(image);
      ms = Math.min(ms, performance.now() - begin);
    }
    return { answers, ms };
  },
};

Object.assign(globalThis, { peersPage: page });
