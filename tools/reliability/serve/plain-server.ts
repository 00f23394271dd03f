// What one would write first: a recogniser behind node:http, one picture after the other.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRecogniser } from '../../../src/api/node.ts';

const recogniser = await openRecogniser(undefined, { faces: 'crop' });

const server = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const found = await recogniser.recognise(Buffer.concat(pieces));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ pictures: [found] }));
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
