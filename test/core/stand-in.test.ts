// What stands in place of a file is known by its beginning.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standInOf } from '../../src/core/stand-in.ts';

const of = (text: string) => standInOf(new TextEncoder().encode(text));

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 605157884\n`;

test('a Git LFS pointer is known, from its first eight bytes on', () => {
  for (const text of [pointer, pointer.slice(0, 8), pointer.slice(0, 40)])
    assert.match(of(text)!.found, /Git LFS pointer/, text);
});

test('a web page is known, in every form that servers send', () => {
  for (const text of [
    '<!DOCTYPE html>\n<html lang="en">',
    '<!DOCTYP',
    '\ufeff  \n<html><head><title>Log in</title>',
    '<head><meta charset="utf-8">',
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code>',
  ])
    assert.match(of(text)!.found, /web page/, text);
});

test('other content is none of them', () => {
  for (const text of [
    '',
    'v',
    'version',
    'version 2',
    '{"a": 1}',
    '#version: 0.2',
    '<svg/>',
    '<?xml version="1.0"?><svg/>',
    '<',
  ])
    assert.equal(of(text), undefined, text);
});
