import { type BrowserEngineOptions, browserEngine, decodeImage, fetchedModelFolder, loadClip } from 'mpafer/browser';

const options: BrowserEngineOptions = { runtimeUrl: '/onnxruntime', provider: 'webgpu' };
export const engine = browserEngine(options);
export const clip = await loadClip(fetchedModelFolder('/face-clip'));
export const face: { readonly width: number } = await decodeImage(new Uint8Array(), 'face.png');
