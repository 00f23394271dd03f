// `mpafer` in Node: everything portable, and the engine, files, images and models of this machine.

// Recognise.

export { openRecogniser, type Picture } from '../platform/node/models/open-recogniser.ts';
export type { Camera } from '../platform/node/video/open-camera.ts';
export type { Video } from '../platform/node/video/open-video.ts';

// The portable tasks.

export * from './portable.ts';

// Parts of this host.

export { type NodeEngineOptions, type NodeRuntime, nodeEngine } from '../engine/node/node-engine.ts';
export { nodeDataHost } from '../platform/node/files/data-host.ts';
export { projectFolder } from '../platform/node/files/project-folder.ts';
export { decodeImage } from '../platform/node/images/decode-image.ts';
export { readImage } from '../platform/node/images/read-image.ts';
export { faceModels } from '../platform/node/models/face-models.ts';
export { openClip } from '../platform/node/models/models.ts';
export { type OpenRun, openRun } from '../platform/node/models/open-run.ts';
