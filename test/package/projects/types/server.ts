import { type NodeEngineOptions, nodeEngine, openRun, readImage } from 'mpafer/node';

const options: NodeEngineOptions = { runtime: 'wasm' };
const { recogniser } = await openRun(nodeEngine(options), 'ferplus');
export const faces = await recogniser.recognise([await readImage('face.jpg')]);
