// The style sheet of all charts, embedded in every SVG file.
import { dark, light, type Palette } from './palette.ts';

const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";

const colours = ({ ink, muted, rule, accent, onAccent, onMiddle, warm, ground, series }: Palette): string =>
  [
    `.chart text{fill:${ink}}`,
    `.chart .muted{fill:${muted}}`,
    `.chart .on-accent{fill:${onAccent}}`,
    `.chart .on-middle{fill:${onMiddle}}`,
    `.chart .rule{stroke:${rule}}`,
    `.chart .axis{stroke:${muted}}`,
    `.chart .mark{stroke:${ink}}`,
    `.chart .fill{fill:${accent}}`,
    `.chart .fill-warm{fill:${warm}}`,
    `.chart .halo{stroke:${ground}}`,
    `.chart .hollow{fill:${ground}}`,
    ...series.map((colour, index) => `.chart .line-${index}{stroke:${colour}}.chart .fill-${index}{fill:${colour}}`),
  ].join('');

/**
 * Colours are literal and written twice rather than custom properties: SVG rasterisers (librsvg, resvg) do not support those,
 * and skip the media rule. Print is never dark.
 */
export const chartStyle = [
  `.chart{font:11.5px ${sans};font-variant-numeric:tabular-nums}`,
  '.chart .title{font-size:14px;font-weight:600}',
  '.chart .small{font-size:10px}',
  '.chart .strong{font-weight:600}',
  '.chart .end{text-anchor:end}.chart .middle{text-anchor:middle}',
  '.chart path,.chart line{fill:none;stroke-width:1}',
  '.chart .area{stroke:none}',
  '.chart .curve{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}',
  '.chart .dash-1{stroke-dasharray:7 4}.chart .dash-2{stroke-dasharray:2 4}.chart .dash-3{stroke-dasharray:9 4 2 4}',
  '.chart .bold{stroke-width:2}.chart .open{fill:none}',
  // An outline in the background colour keeps text and marks readable on top of others.
  '.chart text.halo{stroke-width:3;paint-order:stroke}.chart line.halo{stroke-width:5}',
  colours(light),
  `@media screen and (prefers-color-scheme:dark){${colours(dark)}}`,
].join('');
