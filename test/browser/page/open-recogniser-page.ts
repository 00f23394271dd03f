// A page that opens recognisers by name and address, and hands them every kind of picture that a page has.
import { type ExpressionRecogniser, openRecogniser, type Picture } from '../../../src/api/browser.ts';
import type { OpenRecogniserPage } from '../open-recogniser.ts';

/** Most pictures here are crops of 48 pixels. */
const options = { threads: 1, faces: 'crop' } as const;
const progress: { readonly name: string; readonly loaded: number; readonly total: number | undefined }[] = [];
const recogniser = await openRecogniser(undefined, {
  ...options,
  onProgress: ({ address, loaded, total }) => progress.push({ name: address.split('/').at(-1)!, loaded, total }),
});

const blob = await (await fetch('/face.png')).blob();
const bytes = await blob.arrayBuffer();
const bitmap = await createImageBitmap(blob);
const image = new Image();
image.src = '/face.png';
await image.decode();

function drawnOn<Canvas extends HTMLCanvasElement | OffscreenCanvas>(canvas: Canvas): Canvas {
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  (canvas.getContext('2d') as CanvasRenderingContext2D).drawImage(bitmap, 0, 0);
  return canvas;
}

const dataUrl = () =>
  new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsDataURL(blob);
  });

const offscreen = drawnOn(new OffscreenCanvas(1, 1));
const pictures: Readonly<Record<string, () => Picture | Promise<Picture>>> = {
  address: () => '/face.png',
  URL: () => new URL('/face.png', location.href),
  'data URL': dataUrl,
  Blob: () => blob,
  File: () => new File([blob], 'face.png'),
  Response: () => fetch('/face.png'),
  'web stream': async () => (await fetch('/face.png')).body!,
  ArrayBuffer: () => bytes,
  Uint8Array: () => new Uint8Array(bytes),
  ImageData: () => offscreen.getContext('2d')!.getImageData(0, 0, bitmap.width, bitmap.height),
  ImageBitmap: () => bitmap,
  HTMLCanvasElement: () => drawnOn(document.createElement('canvas')),
  OffscreenCanvas: () => offscreen,
  HTMLImageElement: () => image,
  VideoFrame: () => new VideoFrame(bitmap, { timestamp: 0 }),
};

const closedBitmap = await createImageBitmap(blob);
closedBitmap.close();
const bad: Readonly<Record<string, unknown>> = {
  'missing address': '/nowhere.png',
  'other scheme': 'ftp://host/face.png',
  'no address': 'http://',
  'no picture': new TextEncoder().encode('no picture'),
  'closed bitmap': closedBitmap,
  'video without a frame': document.createElement('video'),
  element: document.createElement('div'),
};

async function failureOf(opening: Promise<ExpressionRecogniser<Picture>>): Promise<string> {
  try {
    await (await opening).close();
    return 'opened';
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return `${code}: ${message}`;
  }
}

const page: OpenRecogniserPage = {
  progress: async () => progress,
  async found() {
    const found: Record<string, readonly number[]> = {};
    for (const [kind, make] of Object.entries(pictures)) {
      const result = await recogniser.recognise(await make());
      found[kind] = result.status === 'ok' ? Object.values(result.faces[0]!.probabilities) : [];
    }
    return found;
  },
  async whole(addresses) {
    await using whole = await openRecogniser(undefined, { threads: 1 });
    const results = [];
    for await (const { faces, ...result } of whole.recognise(addresses))
      results.push({ ...result, faces: faces.map((face) => ({ ...face, landmarks: [...face.landmarks!] })) });
    return results;
  },
  async reasons() {
    const rows: Record<string, string> = {};
    for (const [kind, picture] of Object.entries(bad)) {
      const result = await recogniser.recognise(picture as Picture);
      rows[kind] = result.status === 'ok' ? 'recognised' : result.reason;
    }
    return rows;
  },
  async statuses() {
    const list: string[] = [];
    for await (const { status } of recogniser.recognise([image, '/nowhere.png', bitmap])) list.push(status);
    return list;
  },
  async classesOf(run) {
    await using other = await openRecogniser(run, options);
    return other.classes;
  },
  async probabilities(run, clip) {
    await using other = await openRecogniser(run, { ...options, clip });
    return Object.values((await other.recognise('/face.png')).faces[0]!.probabilities);
  },
  failure: (run, more) => failureOf(openRecogniser(run, { ...options, ...more })),
};

Object.assign(globalThis, { openRecogniserPage: page });
