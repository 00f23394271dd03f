// Which maps passed: every test has a limit that was set before it was measured.
import { plural } from '../../core/plural.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import type { FaithfulnessRecord, FaithfulnessTest } from '../../evaluate/faithfulness-record.ts';
import { averageOf, centreControl, randomControl } from './control-names.ts';
import type { FaithfulnessStudy } from './study.ts';

/** The orders of maps under two removals agree from this tau on; a result that depends on the removal does not count. */
const leastTau = 0.6;
/** A map of a randomised model may resemble the trained one's by this much more than two randomised models' maps do each other. */
const randomisedRoom = 0.1;
/** A map for other classes may resemble the map by this much. */
const mostAlike = 0.5;
/** Below this accuracy a planted task was not learned, and its map has nothing to find. */
const leastPlanted = 0.9;

const signed = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(2)}`;

/** The verdict on each map of a study. */
export const verdicts = (study: FaithfulnessStudy): FaithfulnessRecord['maps'] =>
  study.methods.map((method) => {
    const tests = testsOf(study, method);
    return { method, passed: tests.every(({ passed }) => passed), tests: [...tests] };
  });

function testsOf(study: FaithfulnessStudy, method: ExplanationMethod): readonly FaithfulnessTest[] {
  return [
    beatsRandom(study, method),
    ...controlsOf(method).map(([name, over]) => beats(study, method, name, over)),
    agreement(study),
    randomisation(study, method),
    sensitivity(study, method),
    ...findsPlanted(study, method),
  ];
}

const controlsOf = (method: ExplanationMethod): readonly (readonly [name: string, over: string])[] => [
  ['beats the centre', centreControl],
  ["beats other people's class average", averageOf(method)],
];

/** The paired gain over the mean of random orders, and a gap above that of the best of them, under every removal. */
function beatsRandom(study: FaithfulnessStudy, method: ExplanationMethod): FaithfulnessTest {
  const { passed, name, text } = beats(study, method, 'beats random orders', randomControl);
  const isBest = study.removals.every(
    ({ maps, randomGaps }) => maps.find((map) => map.name === method)!.gap.value > Math.max(...randomGaps),
  );
  const spread = study.removals.map(
    ({ removal, randomGaps }) => `${removal} ${signed(Math.min(...randomGaps))} to ${signed(Math.max(...randomGaps))}`,
  );
  const orders = plural(study.removals[0]!.randomGaps.length, 'random order');
  return { name, passed: passed && isBest, text: `${text}; gaps of ${orders}: ${spread.join(', ')}` };
}

/** The paired gain over a control, under every removal. */
function beats(study: FaithfulnessStudy, method: ExplanationMethod, name: string, over: string): FaithfulnessTest {
  const gains = study.removals.map((scores) => scores.gains.find((gain) => gain.map === method && gain.over === over)!);
  return {
    name,
    passed: gains.every(({ interval: [low] }) => low > 0),
    text: gains
      .map(
        ({ value, interval: [low, high] }, at) =>
          `${study.removals[at]!.removal} ${signed(value)} [${signed(low)}, ${signed(high)}]`,
      )
      .join(', '),
  };
}

function agreement({ agreement }: FaithfulnessStudy): FaithfulnessTest {
  return {
    name: 'removals agree',
    passed: agreement.length > 0 && agreement.every(({ tau }) => tau >= leastTau),
    text:
      agreement.length === 0
        ? 'patches were removed in one way only'
        : agreement.map(({ removals: [a, b], tau }) => `tau ${a} and ${b} ${tau.toFixed(2)}`).join(', '),
  };
}

function randomisation(
  { randomised: { stages, level } }: FaithfulnessStudy,
  method: ExplanationMethod,
): FaithfulnessTest {
  const found = stages.at(-1)!.correlation[method]!;
  const limit = Math.max(0, level[method]!) + randomisedRoom;
  return {
    name: 'depends on the weights',
    passed: found <= limit,
    text: `correlation with the map of a randomised tower ${found.toFixed(2)}, limit ${limit.toFixed(2)}`,
  };
}

function sensitivity({ classes }: FaithfulnessStudy, method: ExplanationMethod): FaithfulnessTest {
  const found = classes.correlation[method]!;
  return {
    name: 'depends on the class',
    passed: found <= mostAlike,
    text: `correlation with the map of other classes ${found.toFixed(2)}, limit ${mostAlike.toFixed(2)}`,
  };
}

/** More of the map is on the evidence than the evidence's share of the face, in each task that the tower sees; nothing where it sees none. */
function findsPlanted({ planted }: FaithfulnessStudy, method: ExplanationMethod): readonly FaithfulnessTest[] {
  const learned = planted.filter(({ accuracy }) => accuracy >= leastPlanted);
  if (learned.length === 0) return [];
  return [
    {
      name: 'finds planted evidence',
      passed: learned.every(({ maps, area }) => maps[method]!.massInterval[0] > area),
      text: learned
        .map(
          ({ task, maps, area }) => `${task} ${percent(maps[method]!.mass)} of the map on ${percent(area)} of the face`,
        )
        .join(', '),
    },
  ];
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
