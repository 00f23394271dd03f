// The package in Node: everything portable, and an engine, files and images of this machine.
export { nodeEngine } from '../engine/node/node-engine.ts';
export { nodeDataHost } from '../platform/node/data-host.ts';
export { decodeImage } from '../platform/node/decode-image.ts';
export { hubName } from '../platform/node/hub/hub-name.ts';
export { hubSettings } from '../platform/node/hub/hub-settings.ts';
export { pullModel } from '../platform/node/hub/pull-model.ts';
export { openClip } from '../platform/node/models.ts';
export { type OpenRun, openRun } from '../platform/node/open-run.ts';
export { readImage } from '../platform/node/read-image.ts';
export * from './portable.ts';
