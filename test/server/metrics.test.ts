import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics, geometricBounds } from '../../src/server/metrics.ts';

test('writes counters, gauges and histograms as Prometheus reads them', () => {
  const metrics = createMetrics();
  const asked = metrics.counter('asked_total', 'How often.');
  metrics.gauge('waiting', 'How many.', () => 3);
  metrics.gauge('late', 'By how much.', () => [[{ quantile: '0.5' }, 0.25]]);
  const took = metrics.histogram('took', 'How long.', [1, 2]);
  asked.add(1, { path: '/a"b\\c\n' });
  asked.add(2, { path: '/a"b\\c\n' });
  for (const value of [0.5, 1, 1.5, 9]) took.observe(value, { path: '/' });
  assert.equal(
    metrics.text(),
    [
      '# HELP asked_total How often.',
      '# TYPE asked_total counter',
      'asked_total{path="/a\\"b\\\\c\\n"} 3',
      '# HELP waiting How many.',
      '# TYPE waiting gauge',
      'waiting 3',
      '# HELP late By how much.',
      '# TYPE late gauge',
      'late{quantile="0.5"} 0.25',
      '# HELP took How long.',
      '# TYPE took histogram',
      'took_bucket{path="/",le="1"} 2',
      'took_bucket{path="/",le="2"} 3',
      'took_bucket{path="/",le="+Inf"} 4',
      'took_sum{path="/"} 12',
      'took_count{path="/"} 4',
      '',
    ].join('\n'),
  );
});

test('bounds grow by a half each', () => {
  assert.deepEqual(geometricBounds(0.001, 4), [0.001, 0.0015, 0.00225, 0.00337]);
});
