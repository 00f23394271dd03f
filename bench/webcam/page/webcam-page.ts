// The page of the comparison: a camera, and software that is shown its newest frame again and again.
import type { Measured, WebcamPage } from '../webcam-answers.ts';

/** Looks at what the element shows. @returns how many faces it finds */
type Look = (video: HTMLVideoElement) => Promise<number>;

// biome-ignore-start lint/suspicious/noExplicitAny: the peers' own types need their packages installed
const makers: Readonly<Record<string, () => Promise<Look>>> = {
  /** Faces, 468 points and expressions, as its demonstration does, its cache of faces between frames included. */
  async human() {
    const path = '/peers/@vladmandic/human/dist/human.esm.js';
    const { default: Human } = (await import(/* @vite-ignore */ path)) as any;
    const off = { enabled: false };
    const human = new Human({
      backend: 'wasm',
      wasmPath: '/peers/@tensorflow/tfjs-backend-wasm/dist/',
      modelBasePath: '/peers/@vladmandic/human/models/',
      filter: off,
      gesture: off,
      body: off,
      hand: off,
      object: off,
      face: { enabled: true, mesh: { enabled: true }, iris: off, description: off, emotion: { enabled: true } },
    });
    await human.load();
    return async (video) => (await human.detect(video)).face.length;
  },
  /** Faces and 468 points; it knows no expressions. */
  async 'mediapipe face mesh'() {
    await new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement('script'), {
        src: '/peers/@mediapipe/face_mesh/face_mesh.js',
        onload: resolve,
        onerror: reject,
      });
      document.head.append(script);
    });
    const mesh = new (globalThis as any).FaceMesh({
      locateFile: (file: string) => `/peers/@mediapipe/face_mesh/${file}`,
    });
    let faces = 0;
    mesh.onResults(({ multiFaceLandmarks }: any) => {
      faces = multiFaceLandmarks?.length ?? 0;
    });
    await mesh.initialize();
    return async (video) => {
      await mesh.send({ image: video });
      return faces;
    };
  },
};
// biome-ignore-end lint/suspicious/noExplicitAny: see above

const page: WebcamPage = {
  names: Object.keys(makers),
  async measure(name, warmUp, seconds): Promise<Measured> {
    const look = await makers[name]!();
    const video = document.createElement('video');
    video.muted = true;
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
    video.srcObject = stream;
    await video.play();
    const shown = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    let [frames, withFace] = [0, 0];
    const begin = performance.now() + warmUp * 1000;
    while (performance.now() < begin + seconds * 1000) {
      await shown();
      const faces = await look(video);
      if (performance.now() < begin) continue;
      frames++;
      if (faces > 0) withFace++;
    }
    for (const track of stream.getTracks()) track.stop();
    return { rate: frames / seconds, withFace: withFace / Math.max(frames, 1) };
  },
};

Object.assign(globalThis, { webcamPage: page });
