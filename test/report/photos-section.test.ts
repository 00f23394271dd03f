// Photos in a report: the picture, what was found in words, and nothing that is not a picture.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { photosSection } from '../../src/report/sections/photos.ts';

const image = 'data:image/jpeg;base64,/9j/4AA=';

test('shows each photo with its faces in words, for those who do not see it too', () => {
  const { markup } = photosSection({
    photos: [{ image, title: 'A <photo>', faces: [{ expression: 'happiness', confidence: 0.998, unsure: false }] }],
  })!;
  assert.match(
    markup,
    /<img class="photo" src="data:image\/jpeg;base64,[^"]+" alt="A &lt;photo&gt;: happiness over 99 %">/,
  );
  assert.match(markup, /<figcaption>A &lt;photo&gt;: happiness over 99 %</);
});

test('says of which faces the recogniser is unsure', () => {
  const faces = [{ expression: 'fear', confidence: 0.32, unsure: true }];
  assert.match(photosSection({ photos: [{ image, title: 'A', faces }] })!.markup, /A: unsure, perhaps fear 32 %</);
});

test('says where no face was found, and leaves the section out without photos', () => {
  assert.match(photosSection({ photos: [{ image, title: 'A wall', faces: [] }] })!.markup, /A wall: no face found/);
  assert.equal(photosSection({}), undefined);
});

test('refuses an address in place of a picture', () => {
  assert.throws(() => photosSection({ photos: [{ image: 'https://example.org/a.jpg', title: 'A', faces: [] }] }), {
    code: 'image',
  });
});
