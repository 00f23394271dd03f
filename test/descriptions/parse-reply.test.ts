// Replies as models give them: plain, as lists, with thoughts, introductions and quotation marks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { descriptionOf } from '../../src/descriptions/parse-reply.ts';

const plain = 'lowered eyebrows, a hard stare and lips pressed together';

test('keeps a plain sentence, without its full stop', () => {
  assert.equal(descriptionOf(plain), plain);
  assert.equal(descriptionOf(`  ${plain}.\n`), plain);
  assert.equal(descriptionOf('Eyebrows lowered. Lips tight.'), 'Eyebrows lowered. Lips tight');
});

test('removes quotation marks and an introduction', () => {
  for (const reply of [
    `"${plain}."`,
    `\u201c${plain}\u201d.`,
    `Sure! Here is one: ${plain}`,
    `Certainly, here it is: "${plain}".`,
    `Answer: ${plain}`,
    `Here is a description:\n\n${plain}`,
  ]) {
    assert.equal(descriptionOf(reply), plain, reply);
  }
});

test('keeps colons that belong to the description', () => {
  assert.equal(descriptionOf('Eyebrows: lowered; mouth: tight'), 'Eyebrows: lowered; mouth: tight');
});

test('joins the points of a list by commas', () => {
  const list =
    'The most useful features are:\n- **Eyebrows**: lowered.\n* eyes narrowed;\n\n3. lips pressed\n4) jaw set';
  assert.equal(descriptionOf(list), 'Eyebrows: lowered, eyes narrowed, lips pressed, jaw set');
});

test('keeps headings within a list with what they head', () => {
  assert.equal(
    descriptionOf('# Features\nEyebrows:\n- lowered\nMouth:\n- tight'),
    'Features, Eyebrows: lowered, Mouth: tight',
  );
});

test('omits thinking, and finds nothing if the thinking was cut off', () => {
  assert.equal(descriptionOf(`<think>They want\na face.</think>\n${plain}.`), plain);
  assert.equal(descriptionOf('<think>They want a face, so I'), '');
});

test('removes fences and emphasis', () => {
  assert.equal(descriptionOf(`\`\`\`text\n**${plain}**\n\`\`\``), plain);
});

test('makes control characters and line breaks blanks, and quotes plain', () => {
  assert.equal(descriptionOf('a person\u2019s\u001b[31m\tface\u0007'), "a person's [31m face");
});

test('finds nothing in an empty reply', () => {
  for (const empty of ['', ' \n\t', '.', '""', '```\n```', '**']) assert.equal(descriptionOf(empty), '', empty);
});

test('gives one trimmed line without control characters, whatever comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (reply) => {
      const found = descriptionOf(reply);
      assert.equal(found, found.trim());
      assert.doesNotMatch(found, /[\p{Cc}]/u);
    }),
  );
});

test('changes nothing in plain words', () => {
  const words = fc.array(fc.stringMatching(/^[b-z]{2,9}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(words, (own) => {
      assert.equal(descriptionOf(own.join(' ')), own.join(' '));
    }),
  );
});
