// The frame of every page that is written: one HTML file that asks nothing of any network.
import { type Markup, markup, trusted } from '../markup.ts';
import { pageStyle } from './page-style.ts';

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  /** What must not be missed, above everything. */
  readonly notice?: string | undefined;
  /** Below the list of parts, before the first of them. */
  readonly head?: Markup | undefined;
  /** Name in the list of parts, which is the anchor of the section too, and the section; absent ones are left out. */
  readonly parts: readonly (readonly [string, Markup | undefined])[];
  readonly footer: string;
}

/** No script and nothing from elsewhere: a browser refuses what a page should not hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function page({ title, subtitle, notice, head, parts, footer }: Page): string {
  const shown = parts.filter(([, part]) => part !== undefined);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="subtitle">${subtitle}</p>
${notice !== undefined && markup`<p class="notice" role="note">${notice}</p>`}
<nav aria-label="Parts">${shown.map(([name]) => markup`<a href="#${name.toLowerCase()}">${name}</a>`)}</nav>${head !== undefined && markup`\n${head}`}
</header>
<main>
${shown.map(([, part]) => part)}
</main>
<footer class="quiet">${footer} Made by mpafer; self-contained, without scripts.</footer>
</body>
</html>
`.markup;
}
