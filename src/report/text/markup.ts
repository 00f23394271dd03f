// A template tag for HTML and SVG that escapes everything inserted into it, except other markup.

export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | undefined | false | readonly Content[];

/**
 * A piece of HTML or SVG. Interpolated strings and numbers become text that is safe in elements and in quoted attributes; lists
 * are joined; `undefined` and `false` become empty.
 *
 * @example
 * ```ts
 * import { markup } from './markup.ts';
 * console.log(markup`<b title="${'"'}">${'a < b'}</b>`.markup); // <b title="&quot;">a &lt; b</b>
 * ```
 */
export const markup = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup => ({
  markup: parts.reduce((text, part, index) => text + render(contents[index - 1]) + part),
});

/** Marks text as markup. Only for text made by this code, never by a user. */
export const trusted = (text: string): Markup => ({ markup: text });

function render(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  if ('markup' in content) return content.markup;
  return content.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Replaces the characters that XML forbids in any form by U+FFFD. */
export const legalText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly the control characters that XML forbids
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

/** Escapes text for use in an element or a quoted attribute. */
export const escapeText = (text: string): string =>
  legalText(text).replace(/[&<>"']/g, (character) => entities[character]!);
