// Extracts the charts of a page as standalone SVG files, named after their section and title.
import { standaloneChart } from '../charts/chart.ts';

export interface Plot {
  /** Unique; letters, digits and hyphens: `result-recall-by-class`. */
  readonly name: string;
  readonly svg: string;
}

/** All charts of a page in order, except those with pictures: faces never leave their page. */
export function pagePlots(page: string): readonly Plot[] {
  const taken = new Map<string, number>();
  return [...page.matchAll(/<section id="([a-z]+)">(.*?)<\/section>/gs)].flatMap(([, id, body]) =>
    [...body!.matchAll(/<svg class="chart".*?<\/svg>/gs)]
      .filter(([inline]) => !inline.includes('<image'))
      .map(([inline]) => {
        const title = /<title>(.*?)<\/title>/s.exec(inline)![1]!;
        const words = title.replace(/&#?\w+;/g, ' ').toLowerCase();
        const name = `${id}-${words.match(/[a-z0-9]+/g)?.join('-') ?? 'chart'}`.slice(0, 80);
        const before = taken.get(name) ?? 0;
        taken.set(name, before + 1);
        return { name: before === 0 ? name : `${name}-${before + 1}`, svg: standaloneChart(inline) };
      }),
  );
}
