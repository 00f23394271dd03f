// `mpafer` in browsers: everything portable, an engine on WebAssembly or WebGPU, models and images from addresses.
import '../platform/browser/without-eval.ts';

// Recognise.

export {
  openRecogniser,
  type PageRecogniserOptions,
  type Picture,
} from '../platform/browser/models/open-recogniser.ts';
export type { Video } from '../platform/browser/video/page-videos.ts';

// The portable tasks.

export * from './portable.ts';

// Parts of this host.

export { type BrowserEngineOptions, browserEngine } from '../engine/browser/browser-engine.ts';
export { browserDecompressors } from '../platform/browser/files/decompressors.ts';
export { projectDirectory, projectHost } from '../platform/browser/files/project-directory.ts';
export { decodeImage } from '../platform/browser/images/decode-image.ts';
export { fetchedModelFolder } from '../platform/browser/models/model-folder.ts';

// For the studio alone.

export * as studio from './studio/parts.ts';
