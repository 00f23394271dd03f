// The package in Node: everything portable, and an engine, files and images of this machine.
export { type NodeEngineOptions, type NodeRuntime, nodeEngine } from '../engine/node/node-engine.ts';
export { nodeDataHost } from '../platform/node/files/data-host.ts';
export { decodeImage } from '../platform/node/images/decode-image.ts';
export { readImage } from '../platform/node/images/read-image.ts';
export { hubName } from '../platform/node/models/hub/hub-name.ts';
export { hubSettings } from '../platform/node/models/hub/hub-settings.ts';
export { pullModel } from '../platform/node/models/hub/pull-model.ts';
export { openClip } from '../platform/node/models/models.ts';
export { openRecogniser, type Picture } from '../platform/node/models/open-recogniser.ts';
export { type OpenRun, openRun } from '../platform/node/models/open-run.ts';
export * from './portable.ts';
