// Inspects charts in tests: elements with their attributes, and validation by a real XML parser.
import assert from 'node:assert/strict';
import sharp from 'sharp';

export type Attributes = Readonly<Record<string, string>>;

/** The elements with a name, in order. */
export const elements = (markup: string, name: string): readonly Attributes[] =>
  [...markup.matchAll(new RegExp(`<${name}((?:\\s+[\\w:-]+="[^"]*")*)\\s*/?>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries([...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!])),
  );

/** The texts of the elements with a name, without nested elements. */
export const texts = (markup: string, name = 'text'): readonly string[] =>
  [...markup.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, 'gs'))].map(([, inner]) =>
    inner!.replace(/<title>.*?<\/title>/gs, '').replace(/<[^>]*>/g, ''),
  );

/** The structure of a document: its tags, without attribute values. */
export const skeleton = (markup: string): readonly string[] =>
  // Long names are drawn vertically: texts may change this part of the structure.
  [...markup.matchAll(/<\/?[a-zA-Z!][^>]*>/g)].map(([tag]) =>
    tag.replace(/"[^"]*"/g, '""').replace(' transform=""', ''),
  );

/** Fails unless the SVG is well-formed, has a description, is self-contained and not blank. */
export async function assertDrawn(svg: string): Promise<void> {
  const image = sharp(Buffer.from(svg)).flatten({ background: '#ffffff' });
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const [{ viewBox, role, width, height }] = elements(svg, 'svg') as [Attributes];
  assert.equal(viewBox, `0 0 ${width} ${height}`);
  assert.deepEqual([info.width, info.height], [Math.round(Number(width)), Math.round(Number(height))]);
  assert.equal(role, 'img');
  assert.match(svg, /^<svg [^>]*aria-label="[^"]+"[^>]*><title>[^<]+<\/title><desc>[^<]*<\/desc>/);
  assert.ok(
    data.some((value) => value < 128),
    'the drawing is blank',
  );
  assertSelfContained(svg);
  assert.doesNotMatch(svg, /NaN|undefined|Infinity|null|\[object/);
}

/** Fails if anything would be fetched or executed. */
export function assertSelfContained(markup: string): void {
  assert.doesNotMatch(
    markup.replaceAll('http://www.w3.org/2000/svg', ''),
    /https?:|url\(|@import|<script|<iframe|<link|\son\w+="/i,
  );
  for (const [, target] of markup.matchAll(/\s(?:href|src|srcset|action|data)="([^"]*)"/g)) {
    assert.match(target!, /^(#|data:image\/)/);
  }
}

/** Text that tries to break out of elements, attributes, templates and styles. */
export const hostile: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  ']]></style></title></svg><b>',
  '$1&amp;&#60;&lt',
  'a\u0000b\u0008c\ufffe\ud800',
  '<!-- -->',
  '表情 🙂 émotion',
  '',
];
