// What is an address, what is a path, and which addresses are refused by their scheme.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireScheme, schemeOf } from '../../src/recognise/require-scheme.ts';

test('a scheme has two letters or more, and slashes or a name that needs none', () => {
  for (const [address, scheme] of [
    ['https://x/a.jpg', 'https'],
    ['FTP://x/a.jpg', 'ftp'],
    ['s3://bucket/a.jpg', 's3'],
    ['git+ssh://x', 'git+ssh'],
    ['blob:http://x/1', 'blob'],
    ['javascript:alert(1)', 'javascript'],
  ] as const)
    assert.equal(schemeOf(address), scheme, address);
  for (const path of ['a.jpg', '/a.jpg', 'C:\\a.jpg', 'C:/a.jpg', 'c://a.jpg', 'photo:1.jpg', '12:30.jpg', '://a', ''])
    assert.equal(schemeOf(path), undefined, path);
});

test('a refusal names the scheme and what is taken, and no password', () => {
  const use = {
    code: 'image',
    verb: 'Cannot read',
    accepts: (scheme: string) => scheme === 'https',
    expected: 'a path, or an address by https:',
  } as const;
  for (const accepted of ['a.jpg', 'https://x/a.jpg', 'D:\\a.jpg']) requireScheme(accepted, use);
  assert.throws(() => requireScheme('ftp://me:secret@x/a.jpg', use), {
    code: 'image',
    message:
      'Cannot read "ftp://x/a.jpg": addresses of the scheme "ftp:" cannot be fetched here; expected a path, or an address by https:',
  });
});
