import { openRecogniser } from 'mpafer/browser';

await using recogniser = await openRecogniser('ferplus', { assets: '/mpafer/' });
const result = await recogniser.recognise(document.createElement('canvas'));
export const first: number | undefined = result.faces[0]?.confidence;
