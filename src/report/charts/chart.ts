// The frame of a chart: a standalone SVG file with its title, description and style.
import { type Content, escapeText, type Markup, markup, trusted } from '../text/markup.ts';
import { chartStyle } from './chart-style.ts';

export interface Caption {
  /** What the chart shows, in a few words. Drawn, and read out by screen readers. */
  readonly title: string;
  /** What someone who cannot see the chart should know. */
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

/** A chart for inclusion in a page that has {@link chartStyle} itself. Takes the result of a chart function. */
export const inlineChart = (svg: string): Markup => trusted(svg.replace(namespace, '').replace(style, ''));

/** Reverses {@link inlineChart}. */
export const standaloneChart = (inline: string): string =>
  inline.replace('<svg', `<svg${namespace}`).replace('</desc>', `</desc>${style}`);

/** The title at the top of a chart, with a subtitle below. */
export const heading = (title: string, under = ''): Markup =>
  markup`<text class="title" x="0" y="15">${title}</text><text class="muted" x="0" y="33">${under}</text>`;

/** A chart without data, which says why. */
export const emptyChart = (caption: Caption, size: Size, why = 'No data'): string =>
  chart(
    caption,
    size,
    markup`${heading(caption.title)}<text class="muted middle" x="${size.width / 2}" y="${size.height / 2 + 10}">${why}</text>`,
  );
