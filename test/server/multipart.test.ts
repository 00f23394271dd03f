import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundaryOf, multipartParts } from '../../src/server/multipart.ts';
import { Problem } from '../../src/server/problem.ts';

const encode = (text: string) => new TextEncoder().encode(text);

const refused = (body: Uint8Array | string, most = 10) => {
  try {
    multipartParts(typeof body === 'string' ? encode(body) : body, 'b', most);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error.message;
  }
};

test('reads what a form sends, whatever bytes are in it', async () => {
  const part = fc.record({
    name: fc.stringMatching(/^[a-z]{1,10}$/),
    content: fc.uint8Array({ maxLength: 60 }),
    isFile: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
      const form = new FormData();
      for (const { name, content, isFile } of parts) {
        if (isFile) form.append(name, new File([content as Uint8Array<ArrayBuffer>], 'a"b.jpg'));
        else form.append(name, 'text');
      }
      const sent = new Response(form);
      const boundary = boundaryOf(sent.headers.get('content-type')!)!;
      const read = multipartParts(new Uint8Array(await sent.arrayBuffer()), boundary, 6);
      assert.deepEqual(
        read.map(({ name, isFile, content }) => ({ name, isFile, content: [...content] })),
        parts.map(({ name, isFile, content }) => ({ name, isFile, content: [...(isFile ? content : encode('text'))] })),
      );
    }),
    { numRuns: 200 },
  );
});

test('ends in parts or in a problem for every body, however it is damaged', () => {
  const piece = fc.constantFrom(
    '--b',
    '\r\n--b',
    '--',
    '\r\n',
    '\r\n\r\n',
    'Content-Disposition: form-data; name="a"',
    'x',
    '\r',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      refused(pieces.join(''));
    }),
    { numRuns: 2000 },
  );
});

test('says what is wrong', () => {
  const head = 'Content-Disposition: form-data; name="a"';
  assert.match(refused('nothing')!, /its boundary does not occur$/);
  assert.match(refused('--bx')!, /a boundary does not end its line$/);
  assert.match(refused(`--b\r\n${head}`)!, /the headers of part 1 do not end$/);
  assert.match(refused(`--b\r\n${head}\r\n\r\nx`)!, /part 1 does not end$/);
  assert.match(refused('--b\r\nX: y\r\n\r\nx\r\n--b--')!, /part 1 has no name$/);
  assert.match(refused(`--b\r\n${'x'.repeat(9000)}\r\n\r\nx\r\n--b--`)!, /the headers of part 1 do not end$/);
  const two = `--b\r\n${head}\r\n\r\nx\r\n--b\r\n${head}\r\n\r\ny\r\n--b--`;
  assert.equal(refused(two, 2), undefined);
  assert.match(refused(two, 1)!, /it has more than 1 parts$/);
});

test('stops at the first part too many, and looks at no byte more than a few times', () => {
  const part = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n';
  assert.match(refused(part.repeat(200_000))!, /more than 10 parts$/);
  for (const filler of ['\r', '\r\n', '\r\n--', '\r\n-', '--b'])
    refused(`--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n${filler.repeat(1_000_000)}`);
});

test('finds the boundary of a content type, quoted or not', () => {
  assert.equal(boundaryOf('multipart/form-data; boundary=abc'), 'abc');
  assert.equal(boundaryOf('multipart/form-data; charset=utf-8; Boundary="a b"; x=y'), 'a b');
  for (const none of [
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
  ])
    assert.notEqual(boundaryOf(none), '', none);
});
