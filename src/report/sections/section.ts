// A section of a page: a heading to link to, a sentence on how to read it, and its content.
import { type Content, type Markup, markup } from '../text/markup.ts';

export interface Section {
  /** The section's anchor, a plain word. */
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly body: Content;
}

export const section = ({ id, title, lead, body }: Section): Markup =>
  markup`<section id="${id}"><h2>${title}</h2>${lead !== undefined && markup`<p class="lead">${lead}</p>`}${body}</section>`;

/** A table that scrolls sideways on narrow screens. Columns after the first are right-aligned, except with the class `words`. */
export const table = (head: readonly Content[], rows: readonly (readonly Content[])[], kind = ''): Markup =>
  markup`<div class="scroll"><table class="${kind}"><thead><tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map(
    ([first, ...rest]) => markup`<tr><th scope="row">${first}</th>${rest.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
