// The frame of a chart: one SVG file that stands alone, with its title, its description and its style.

import { type Content, escapeText, type Markup, markup, trusted } from '../markup.ts';
import { chartStyle } from './chart-style.ts';

export interface Caption {
  /** What is shown, in a few words. Drawn, and read out. */
  readonly title: string;
  /** What a person who cannot see the chart should know. */
  readonly description: string;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const style = `<style>${escapeText(chartStyle)}</style>`;
const namespace = ' xmlns="http://www.w3.org/2000/svg"';

/** An SVG file of `width` x `height` units; text in it is 11.5 units high. */
export const chart = ({ title, description }: Caption, { width, height }: Size, content: Content): string =>
  markup`<svg${trusted(namespace)} class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}. ${description}"><title>${title}</title><desc>${description}</desc>${trusted(style)}${content}</svg>`
    .markup;

/** A chart within a page that holds {@link chartStyle} itself. Only for what a chart function returned. */
export const inlineChart = (svg: string): Markup => trusted(svg.replace(namespace, '').replace(style, ''));

/** The file again that {@link inlineChart} took the chart from. */
export const standaloneChart = (inline: string): string =>
  inline.replace('<svg', `<svg${namespace}`).replace('</desc>', `</desc>${style}`);

/** The title line at the top of a chart, with a quieter line under it. */
export const heading = (title: string, under = ''): Markup =>
  markup`<text class="title" x="0" y="15">${title}</text><text class="muted" x="0" y="33">${under}</text>`;

/** What stands where there is nothing to draw. */
export const emptyChart = (caption: Caption, size: Size, why = 'Nothing to show'): string =>
  chart(
    caption,
    size,
    markup`${heading(caption.title)}<text class="muted middle" x="${size.width / 2}" y="${size.height / 2 + 10}">${why}</text>`,
  );
