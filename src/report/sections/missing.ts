// Which cells of an experiment have not been run.
import { plural } from '../../core/plural.ts';
import { type Markup, markup } from '../text/markup.ts';
import { section } from './section.ts';

/** @param missing names of cells */
export function missingSection(missing: readonly string[]): Markup | undefined {
  if (missing.length === 0) return undefined;
  return section({
    id: 'missing',
    title: 'Missing results',
    lead: `${plural(missing.length, 'cell has', 'cells have')} not been run, so means are over the existing results only. Run the same command again to complete them.`,
    body: markup`<ul>${missing.map((name) => markup`<li><code>${name}</code></li>`)}</ul>`,
  });
}
