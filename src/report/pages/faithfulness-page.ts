// Whether a run's maps are true: the verdicts, every curve, and every other test with its numbers.
import type { FaithfulnessRecord } from '../../evaluate/faithfulness-record.ts';
import { averageOf, centreControl, randomControl } from '../../explain/faithfulness/control-names.ts';
import type { RemovalScores } from '../../explain/faithfulness/curve-scores.ts';
import { plantedNames } from '../../explain/faithfulness/planted.ts';
import type { Agreement } from '../../explain/faithfulness/plausibility.ts';
import { removalNames } from '../../explain/faithfulness/removal.ts';
import type { FaithfulnessStudy } from '../../explain/faithfulness/study.ts';
import { inlineChart } from '../charts/chart.ts';
import { lineChart } from '../charts/line-chart.ts';
import { recordList } from '../sections/record.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent, score } from '../text/numbers.ts';
import { page } from './page.ts';

export interface FaithfulnessPage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly record: FaithfulnessRecord;
  readonly study: FaithfulnessStudy;
  readonly conditions: Readonly<Record<string, unknown>>;
}

const signed = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(2)}`;

/** Every curve and every number of a study, with the verdicts first. */
export function renderFaithfulness({ title, subtitle, notice, record, study, conditions }: FaithfulnessPage): string {
  return page({
    title,
    subtitle,
    notice,
    parts: [
      ['Verdicts', verdictsSection(record)],
      ['Curves', curvesSection(study)],
      ['Gains', gainsSection(study)],
      ['Weights', weightsSection(study)],
      ['Planted', plantedSection(study)],
      ['Stability', stabilitySection(study)],
      ['Regions', regionsSection(study)],
      ['Plausibility', plausibilitySection(study)],
      ['Conditions', section({ id: 'conditions', title: 'Conditions', body: recordList(conditions) })],
    ],
    footer: `Data: ${record.data}.`,
  });
}

const verdictsSection = ({ maps }: FaithfulnessRecord): Markup =>
  section({
    id: 'verdicts',
    title: maps.some(({ passed }) => passed)
      ? `Passed: ${maps
          .filter(({ passed }) => passed)
          .map(({ method }) => method)
          .join(', ')}`
      : 'No map passed',
    lead: 'A map passes if it passes every test. Limits were set before measuring.',
    body: maps.map(
      ({ method, passed, tests }) =>
        markup`<h3>${method}: ${passed ? 'passed' : 'failed'}</h3>${table(
          ['Test', 'Result', 'Numbers'],
          tests.map((test) => [test.name, test.passed ? '✓ passed' : '✗ failed', test.text]),
          'words',
        )}`,
    ),
  });

function curvesSection({ removals, methods }: FaithfulnessStudy): Markup {
  const chartsOf = (scores: RemovalScores) => {
    const seriesOf = (names: readonly string[], way: 'deletion' | 'insertion') =>
      names.map((name) => ({
        name,
        points: scores.maps
          .find((map) => map.name === name)!
          .curve[way].map((y, at) => ({ x: 100 * scores.shares[at]!, y })),
      }));
    return (['deletion', 'insertion'] as const).flatMap((way) =>
      methods.map((method) =>
        inlineChart(
          lineChart({
            title: `${method}, ${way}`,
            description: `Margin against the share of patches ${way === 'deletion' ? 'removed' : 'present'}; ${removalNames[scores.removal]}`,
            x: way === 'deletion' ? '% removed, most important first' : '% present, most important first',
            y: 'margin: 1 is the whole face, 0 none of it',
            series: seriesOf([method, averageOf(method), centreControl, randomControl], way),
          }),
        ),
      ),
    );
  };
  return section({
    id: 'curves',
    title: 'Removing patches',
    lead: 'A faithful map lowers the margin fast when its patches go first, and raises it fast when they come first. Lower is better for deletion, higher for insertion. "Class average" is the mean map of other people for whom the same class was recognised.',
    body: removals.map(
      (scores) =>
        markup`<h3>${removalNames[scores.removal]}: margin ${score(scores.full)} of whole faces, ${score(scores.empty)} of none</h3><div class="grid">${chartsOf(scores).map((svg) => markup`<figure>${svg}</figure>`)}</div>`,
    ),
  });
}

function gainsSection({ removals, agreement, methods }: FaithfulnessStudy): Markup {
  const names = [...methods, ...methods.map(averageOf), centreControl, randomControl];
  const facesOf = (name: string) => removals[0]!.maps.find((map) => map.name === name)!.faces;
  const rows = names.map((name) => [
    name,
    String(facesOf(name)),
    ...removals.flatMap(({ maps }) => {
      const { deletion, insertion, gap } = maps.find((map) => map.name === name)!;
      return [score(deletion), score(insertion), withInterval(gap.value, gap.interval)];
    }),
  ]);
  const gains = methods.flatMap((method) =>
    [randomControl, centreControl, averageOf(method)].map((over) => [
      `${method} over ${over}`,
      ...removals.map(({ gains }) => {
        const found = gains.find((gain) => gain.map === method && gain.over === over)!;
        return withInterval(found.value, found.interval);
      }),
    ]),
  );
  return section({
    id: 'gains',
    title: 'Areas and gains',
    lead: 'Areas under the curves by the trapezoid rule; the gap is insertion less deletion, so a map that is the wrong way round has the same gap with the other sign. Gains are paired by face; 95 % intervals draw people where they are known, else faces.',
    body: [
      table(['Map', 'Faces', ...removals.flatMap(({ removal }) => [`${removal}: deletion`, 'insertion', 'gap'])], rows),
      table(['Gain of the gap', ...removals.map(({ removal }) => removalNames[removal])], gains),
      markup`<p>Random orders one by one, gaps of ${removals[0]!.randomGaps.length} of them on ${removals[0]!.maps.find((map) => map.name === randomControl)!.faces} faces: ${removals.map(({ removal, randomGaps }) => `${removalNames[removal]} ${signed(Math.min(...randomGaps))} to ${signed(Math.max(...randomGaps))}`).join('; ')}.</p>`,
      markup`<p>Agreement of the order of all maps between removals: ${agreement.map(({ removals: [a, b], tau }) => `${a} and ${b} tau ${tau.toFixed(2)}`).join('; ')}.</p>`,
    ],
  });
}

const withInterval = (value: number, [low, high]: readonly [number, number]): string =>
  `${signed(value)} [${signed(low)}, ${signed(high)}]`;

function weightsSection({
  randomised: { faces, stages, level, entropy },
  classes,
  methods,
}: FaithfulnessStudy): Markup {
  const own = methods.filter((method) => level[method] !== undefined);
  return section({
    id: 'weights',
    title: 'Other weights, other classes',
    lead: `Spearman's correlation of each map with that of a model whose parts are noise, ${faces} faces. It must fall to that between two independent noises, not to 0.`,
    body: [
      table(
        ['Randomised', ...own],
        [
          ...stages.map(({ name, correlation }) => [
            name,
            ...own.map((method) => (correlation[method] === undefined ? '' : signed(correlation[method]))),
          ]),
          ['two independent noises', ...own.map((method) => signed(level[method]!))],
          ['entropy: trained', ...own.map((method) => score(entropy[method]!.trained))],
          ['entropy: randomised', ...own.map((method) => score(entropy[method]!.randomised))],
        ],
      ),
      table(
        ['Held against', ...methods],
        [['the map of two other classes', ...methods.map((method) => signed(classes.correlation[method]!))]],
      ),
    ],
  });
}

const plantedSection = ({ planted, methods }: FaithfulnessStudy): Markup =>
  section({
    id: 'planted',
    title: 'Planted evidence',
    lead: 'Drawn faces of two classes that differ in one place only; the classes are the mean features of such faces. Mass is the share of the map on the evidence, rank the share of its largest patches there; a constant map gets the share of the area.',
    body: table(
      ['Evidence', 'Told apart', 'Area', ...methods.flatMap((method) => [`${method}: mass`, 'rank'])],
      planted.map(({ task, accuracy, area, maps }) => [
        plantedNames[task],
        percent(accuracy),
        percent(area),
        ...methods.flatMap((method) => [percent(maps[method]!.mass), percent(maps[method]!.rank)]),
      ]),
    ),
  });

const stabilitySection = ({ stability: { faces, changes }, methods }: FaithfulnessStudy): Markup =>
  section({
    id: 'stability',
    title: 'Stability',
    lead: `Spearman's correlation of the maps of ${faces} faces with those of the same faces changed, and the share of the largest patches that stays (Jaccard).`,
    body: table(
      ['Change', ...methods],
      Object.entries(changes).map(([name, of]) => [
        name,
        ...methods.map((method) => `${signed(of[method]!.spearman)}, ${percent(of[method]!.jaccard)}`),
      ]),
    ),
  });

function plausibilitySection({ plausibility: { faces, area, maps }, methods }: FaithfulnessStudy): Markup {
  const rows = methods.flatMap((method) => {
    const { own, average, faces: count } = maps[method]!;
    const row = (name: string, { mass, overlap, f1 }: Agreement) => [
      name,
      String(count),
      percent(mass),
      score(overlap),
      score(f1),
    ];
    return [row(method, own), row(averageOf(method), average)];
  });
  return section({
    id: 'plausibility',
    title: 'Agreement with FACS regions (plausibility)',
    lead: 'How much of a map is where the Facial Action Coding System has the action units of the recognised class (codebook of Belharbi et al., FG 2024). It says whether a map looks sensible to people, not whether it is true, and no verdict depends on it.',
    body:
      faces === 0
        ? markup`<p>No face was recognised as a class of the codebook: happiness, surprise, sadness, fear, disgust or anger.</p>`
        : [
            table(['Map', 'Faces', 'Mass inside', 'Overlap (IoU)', 'F1'], rows),
            markup`<p>The action units have ${percent(area)} of the patches, so a constant map has ${percent(area)} of its mass there.</p>`,
          ],
  });
}

function regionsSection({ regions, methods }: FaithfulnessStudy): Markup {
  const names = Object.keys(regions.area);
  const rows = methods.flatMap((method) =>
    Object.entries(regions.shares[method]!).map(([group, shares]) => [
      `${method}, ${group === 'all' ? 'all faces' : group}`,
      ...names.map((name) => percent(shares[name])),
    ]),
  );
  return section({
    id: 'regions',
    title: 'Regions',
    lead: "Where the positive values of the maps are, by region of an aligned face (fixed geometry of the alignment recipe, not each face's landmarks).",
    body: [
      table(
        ['Map', ...names],
        [['share of the patches', ...names.map((name) => percent(regions.area[name]))], ...rows],
      ),
      markup`<p>Margin lost without a region, mean of ${regions.faces} faces: ${names.map((name) => `${name} ${signed(regions.losses[name]!)}`).join(', ')}. Correlation with what the map says of the regions: ${methods.map((method) => `${method} ${signed(regions.correlation[method]!)}`).join(', ')}.</p>`,
    ],
  });
}
