// Counters, gauges and histograms in Prometheus' text format (version 0.0.4).

export type Labels = Readonly<Record<string, string>>;

export interface Counter {
  add(count: number, labels?: Labels): void;
}

export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

export interface Metrics {
  counter(name: string, help: string): Counter;
  /** @param read its values when somebody looks */
  gauge(name: string, help: string, read: () => number | readonly (readonly [Labels, number])[]): void;
  /** @param bounds upper bounds of the buckets, ascending */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  /** All of them, as text. */
  text(): string;
}

/** Each bound is a half more than the one before. */
export const geometricBounds = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Number((first * 1.5 ** index).toPrecision(3)));

export function createMetrics(): Metrics {
  const families: (() => string)[] = [];
  const family = (name: string, kind: string, help: string, lines: () => readonly string[]) => {
    families.push(() => [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines(), ''].join('\n'));
  };
  return {
    counter(name, help) {
      const values = new Map<string, number>();
      family(name, 'counter', help, () => Array.from(values, ([labels, value]) => `${name}${labels} ${value}`));
      return {
        add(count, labels = {}) {
          const key = labelText(labels);
          values.set(key, (values.get(key) ?? 0) + count);
        },
      };
    },
    gauge(name, help, read) {
      family(name, 'gauge', help, () => {
        const values = read();
        const rows = typeof values === 'number' ? [[{}, values] as const] : values;
        return rows.map(([labels, value]) => `${name}${labelText(labels)} ${value}`);
      });
    },
    histogram(name, help, bounds) {
      const series = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();
      family(name, 'histogram', help, () =>
        [...series.values()].flatMap(({ labels, counts, sum, count }) => {
          let below = 0;
          const buckets = bounds.map((bound, index) => {
            below += counts[index]!;
            return `${name}_bucket${labelText({ ...labels, le: String(bound) })} ${below}`;
          });
          return [
            ...buckets,
            `${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${count}`,
            `${name}_sum${labelText(labels)} ${sum}`,
            `${name}_count${labelText(labels)} ${count}`,
          ];
        }),
      );
      return {
        observe(value, labels = {}) {
          const key = labelText(labels);
          const own = series.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0, count: 0 };
          series.set(key, own);
          const bucket = bounds.findIndex((bound) => value <= bound);
          if (bucket >= 0) own.counts[bucket]!++;
          own.sum += value;
          own.count++;
        },
      };
    },
    text: () => families.map((lines) => lines()).join(''),
  };
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
