import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { escapeText, markup, trusted } from '../../src/report/text/markup.ts';

test('escapes text and leaves markup unchanged', () => {
  const inner = markup`<i>${'<&>'}</i>`;
  assert.equal(markup`<b title="${`"'`}">${inner}${3}</b>`.markup, '<b title="&quot;&#39;"><i>&lt;&amp;&gt;</i>3</b>');
  assert.equal(markup`${trusted('<br>')}`.markup, '<br>');
});

test('joins lists, and renders undefined and false as nothing', () => {
  assert.equal(markup`[${['a', ['b', markup`<br>`]]}${undefined}${false}]`.markup, '[ab<br>]');
});

test('any text stays readable and inactive', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeText(text);
      assert.doesNotMatch(escaped, /[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      const read = escaped
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&');
      assert.equal(read.length, text.length);
      for (let index = 0; index < text.length; index++) {
        assert.ok(read[index] === text[index] || read[index] === '\ufffd', `position ${index}`);
      }
    }),
  );
});

test('replaces characters that XML forbids, and keeps tabs and line breaks', () => {
  assert.equal(escapeText('\u0000\u0008\u001f\ufffe\ud800'), '\ufffd'.repeat(5));
  assert.equal(escapeText('\t\r\n🙂'), '\t\r\n🙂');
});
