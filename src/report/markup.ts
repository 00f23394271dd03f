// HTML and SVG as a template that escapes whatever is put into it, unless it is markup itself.

export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | undefined | false | readonly Content[];

/**
 * A piece of HTML or SVG. Strings and numbers between `${` and `}` become text, safe in elements and in quoted attributes;
 * lists are joined; `undefined` and `false` leave nothing.
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

/** Text that is markup already, made by this code and not by a user. */
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

/** What XML forbids in any form becomes U+FFFD. */
export const legalText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly the control characters that XML forbids
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

/** Text safe in an element and in a quoted attribute. */
export const escapeText = (text: string): string =>
  legalText(text).replace(/[&<>"']/g, (character) => entities[character]!);
