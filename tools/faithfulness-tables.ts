// Writes the tables of docs/explanation.md from results of `mpafer faithfulness`, between its two marks.
//
//   node tools/faithfulness-tables.ts docs/explanation.md ferplus=runs/why-ferplus fer2013=runs/why-fer2013
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaithfulnessRecord } from '../src/evaluate/faithfulness-record.ts';
import { averageOf, centreControl, randomControl } from '../src/explain/faithfulness/control-names.ts';
import type { Measured } from '../src/explain/faithfulness/curve-scores.ts';
import { plantedNames } from '../src/explain/faithfulness/planted.ts';
import { removalNames } from '../src/explain/faithfulness/removal.ts';
import type { FaithfulnessStudy } from '../src/explain/faithfulness/study.ts';

const marks = ['<!-- measured: begin -->', '<!-- measured: end -->'] as const;

interface Measurement {
  readonly name: string;
  readonly record: FaithfulnessRecord;
  readonly study: FaithfulnessStudy;
}

const [page, ...given] = process.argv.slice(2);
if (page === undefined || given.length === 0) throw new Error('Usage: PAGE NAME=FOLDER...');
const text = await readFile(page, 'utf8');
const [begin, end] = marks.map((mark) => text.indexOf(mark));
if (begin! < 0 || end! < begin!) throw new Error(`${page} does not have ${marks.join(' and ')}`);
const measured = await Promise.all(
  given.map(async (one): Promise<Measurement> => {
    const [name, folder] = one.split('=') as [string, string];
    return { name, ...JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) };
  }),
);

const number = (value: number): string => value.toFixed(2).replace('-', '−');
const interval = ({ value, interval: [low, high] }: Measured): string =>
  `${number(value)} (${number(low)} to ${number(high)})`;
const percent = (share: number): string => `${Math.round(100 * share)} %`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}

function verdictLine({ name, record: { maps, faces, data } }: Measurement): string {
  const passed = maps.filter((map) => map.passed).map(({ method }) => `\`${method}\``);
  const failed = maps
    .filter((map) => !map.passed)
    .map(({ method, tests }) => {
      const names = tests.filter((test) => !test.passed).map((test) => test.name);
      return `\`${method}\` (${names.join('; ')})`;
    });
  return `- **\`${name}\`**, ${faces} faces of ${data}: passed ${passed.join(', ') || 'none'}; failed ${failed.join(', ') || 'none'}`;
}

function gaps(): string {
  const names = [
    ...new Set(
      measured.flatMap(({ study }) => [
        ...study.methods,
        centreControl,
        randomControl,
        ...study.methods.map((method) => averageOf(method)),
      ]),
    ),
  ];
  const columns = measured.flatMap(({ name, study }) => study.removals.map((scores) => ({ name, scores })));
  const spread = columns.map(
    ({ scores: { randomGaps } }) => `${number(Math.min(...randomGaps))} to ${number(Math.max(...randomGaps))}`,
  );
  return table(
    ['gap', ...columns.map(({ name, scores }) => `\`${name}\`, ${removalNames[scores.removal]}`)],
    [
      ...names.map((name) => [
        name,
        ...columns.map(({ scores }) => {
          const found = scores.maps.find((map) => map.name === name);
          return found === undefined ? '' : interval(found.gap);
        }),
      ]),
      [`${measured[0]!.study.removals[0]!.randomGaps.length} random orders one by one`, ...spread],
    ],
  );
}

function gains(): string {
  const methods = [...new Set(measured.flatMap(({ study }) => study.methods))];
  const columns = measured.flatMap(({ name, study }) => study.removals.map((scores) => ({ name, scores })));
  return table(
    ['gain over', ...columns.map(({ name, scores }) => `\`${name}\`, ${removalNames[scores.removal]}`)],
    methods.flatMap((method) =>
      [centreControl, averageOf(method)].map((over) => [
        `${method} over ${over === centreControl ? 'the centre' : 'its class average'}`,
        ...columns.map(({ scores }) => {
          const found = scores.gains.find((gain) => gain.map === method && gain.over === over);
          return found === undefined ? '' : interval(found);
        }),
      ]),
    ),
  );
}

function otherTests({ name, study }: Measurement): string {
  const { methods, randomised, classes, planted, stability, plausibility, regions } = study;
  const of = (values: Readonly<Record<string, number>>) =>
    methods.map((method) => (values[method] === undefined ? '' : number(values[method])));
  const shares = regions.shares[methods[0]!]!;
  const areas = Object.keys(regions.area);
  return [
    `### \`${name}\``,
    `Spearman's correlation with the map of the trained model, ${randomised.faces} faces:`,
    table(
      ['randomised', ...methods],
      [
        ...randomised.stages.map((stage) => [stage.name, ...of(stage.correlation)]),
        ['two independent noises', ...of(randomised.level)],
        ['map of two other classes', ...of(classes.correlation)],
      ],
    ),
    'Planted evidence: share of the map on the evidence (a constant map gets the area).',
    table(
      ['evidence', 'told apart', 'area', ...methods],
      planted.map(({ task, accuracy, area, maps }) => [
        plantedNames[task],
        percent(accuracy),
        percent(area),
        ...methods.map((method) => percent(maps[method]!.mass)),
      ]),
    ),
    `Stability, ${stability.faces} faces: Spearman's correlation, and Jaccard of the largest patches.`,
    table(
      ['change of the face', ...methods],
      Object.entries(stability.changes).map(([change, found]) => [
        change,
        ...methods.map((method) => `${number(found[method]!.spearman)}, ${percent(found[method]!.jaccard)}`),
      ]),
    ),
    `Agreement with FACS regions (plausibility, no test): of ${plausibility.faces} faces of the six expressions of the codebook. A constant map has ${percent(plausibility.area)} of its mass there.`,
    table(
      ['map', 'mass inside', 'IoU', 'F1', 'class average: mass', 'IoU', 'F1'],
      methods.map((method) => {
        const { own, average } = plausibility.maps[method]!;
        const cells = [own, average].flatMap(({ mass, overlap, f1 }) => [percent(mass), number(overlap), number(f1)]);
        return [method, ...cells];
      }),
    ),
    `Share of the positive values of \`${methods[0]}\` by region and recognised class, and what the margin loses without a region (mean of ${regions.faces} faces). Correlation of a map's regions with these losses: ${methods.map((method) => `${method} ${number(regions.correlation[method]!)}`).join(', ')}.`,
    table(
      ['recognised', ...areas],
      [
        ['share of the patches', ...areas.map((area) => percent(regions.area[area]!))],
        ...Object.entries(shares).map(([group, found]) => [
          group === 'all' ? 'all faces' : group,
          ...areas.map((area) => percent(found[area]!)),
        ]),
        ['margin lost', ...areas.map((area) => regions.losses[area]!.toFixed(3).replace('-', '−'))],
      ],
    ),
  ].join('\n\n');
}

const agreement = measured.map(
  ({ name, study }) =>
    `\`${name}\` ${study.agreement.map(({ removals: [a, b], tau }) => `${a} and ${b} ${number(tau)}`).join(', ')}`,
);
const shares = measured
  .filter(({ study }) => study.localShare > 0)
  .map(({ name, study }) => `${percent(study.localShare)} with \`${name}\``);
const local =
  shares.length === 0 ? '' : `The best patches make up ${shares.join(' and ')} of the margin, mean of these faces. `;
const parts = [
  measured.map(verdictLine).join('\n'),
  `${local}Agreement of the three ways on the order of all maps and controls (tau): ${agreement.join('; ')}.`,
  gaps(),
  gains(),
  ...measured.map(otherTests),
];
await writeFile(page, `${text.slice(0, begin)}${marks[0]}\n\n${parts.join('\n\n')}\n\n${text.slice(end)}`);
