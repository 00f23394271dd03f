// A run with everything that a report can show, with made-up numbers.
import { random } from '../../src/core/random.ts';
import type { RunReport } from '../../src/evaluate/run-report.ts';
import { abstentionCurve } from '../../src/metrics/abstention.ts';
import { abstentionResult } from '../../src/metrics/abstention-rule.ts';
import { adaptive, leastAmbiguous } from '../../src/metrics/conformal.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { type GroupGap, type GroupTable, groupTable } from '../../src/metrics/group-scores.ts';
import { expectedCalibrationError, reliabilityBins } from '../../src/metrics/reliability-bins.ts';
import { scoreIntervals } from '../../src/metrics/score-intervals.ts';
import { conformalResult } from '../../src/metrics/set-scores.ts';
import { softmaxRows } from '../../src/metrics/temperature.ts';

/** A PNG of one dark pixel. */
export const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQI12MwdgkFAAF6AM3VUGrxAAAAAElFTkSuQmCC';

/** @param say replaces every text that a user may have chosen */
export function sampleRun(say: (text: string) => string = (text) => text): RunReport {
  const classes = ['neutral', 'happy', 'fear', 'disgust'].map(say);
  const draws = random(9);
  const labels = Array.from({ length: 90 }, () => Math.min(draws.integer(4), draws.integer(5)) % 4);
  const predictions = (skill: number) => ({
    classes,
    labels,
    probabilities: softmaxRows(
      labels.flatMap((label) => classes.map((_, column) => draws.normal() + (column === label ? skill : 0))),
      4,
    ),
  });
  const named = (name: string, skill: number, epoch?: number) => {
    const given = predictions(skill);
    return {
      name,
      split: 'test',
      ...(epoch === undefined ? {} : { epoch }),
      evaluation: evaluate(given),
      interval: scoreIntervals(given, random(1), 50),
    };
  };
  const trained = predictions(2);
  const validation = predictions(1.8);
  const bins = reliabilityBins(trained);
  const ages = labels.map((_, face) => (face < 5 ? undefined : face < 11 ? 'few' : face % 2 === 0 ? 'old' : 'young'));
  const groups = groupTable('age', trained, ages, random(1), 50);
  const face = {
    image: pixel,
    label: 1,
    predicted: 2,
    probabilities: [0.1, 0.2, 0.6, 0.1],
    heat: { rows: 2, columns: 2, values: [0, 1, 2, 5] },
  };
  return {
    title: say('A run'),
    subtitle: say('On invented faces'),
    notice: say('These numbers are of drawn faces'),
    configuration: { [say('seed')]: 1, method: { beta: 8, prompts: [say('a photo'), 2] } },
    environment: { node: say('24') },
    data: {
      name: say('Drawn faces'),
      classes,
      counts: { [say('train')]: [10, 20, 30, 40], test: [1, 2, 3, 4] },
      notes: [say('A note')],
      fingerprint: say('sha256:1'),
    },
    epochs: [1, 2, 3].map((epoch) => ({
      epoch,
      step: epoch * 10,
      learningRate: 0.01 / epoch,
      loss: 3 / epoch,
      classification: 1 / epoch,
      tokenAlignment: 0.5 / epoch,
      promptAlignment: 0.4 / epoch,
      prototypeAlignment: 0.3 / epoch,
      gradientNormContext: 2 / epoch,
      gradientNormVisual: 0.01 / epoch,
      contextNorm: 1,
      visualNorm: 2,
      contextDrift: epoch,
      visualDrift: epoch / 5,
      trainWar: 0.5 + epoch / 10,
      valid: { n: 90, war: 0.4 + epoch / 10, uar: 0.3 + epoch / 10, nll: 1 / epoch },
    })),
    evaluations: [
      named('zero-shot', 0.5),
      { ...named('validation-selected', 2, 2) },
      named('last', 1.9, 3),
      named('best-test-epoch', 2.5, 1),
      named(say('another'), 1),
    ],
    comparisons: [{ first: 'zero-shot', second: 'validation-selected', onlyFirst: 3, onlySecond: 20, p: 0.0005 }],
    abstention: abstentionCurve(trained),
    abstentionRule: abstentionResult(validation, trained, { coverage: 0.8 }, random(1), 50),
    calibration: {
      bins,
      ece: expectedCalibrationError(bins),
      brier: 0.3,
      nll: 0.9,
      scaled: { temperature: 1.2, bins, ece: 0.02, brier: 0.29, nll: 0.85 },
    },
    conformal: [
      {
        name: 'lac',
        ...conformalResult(validation, trained, { alpha: 0.1, strangeness: leastAmbiguous }, random(1), 50),
      },
      {
        name: 'lac',
        ...conformalResult(
          validation,
          trained,
          { alpha: 0.1, strangeness: leastAmbiguous, promiseFor: 'class' },
          random(1),
          50,
        ),
      },
      {
        name: say('own'),
        ...conformalResult(validation, trained, { alpha: 0.1, strangeness: adaptive }, random(1), 50),
      },
    ],
    groups: [renamed(groups, say)],
    classWeights: [0.5, 0.5, 1, 2],
    faces: [face, { ...face, label: 2 }, { image: pixel, predicted: 0, probabilities: [1, 0, 0, 0] }],
    hardest: [
      { id: say('1.png'), label: say('fear'), answers: [{ predicted: say('anger'), confidence: 0.9 }], image: pixel },
    ],
    licences: [{ subject: say('Faces'), licence: say('MIT'), source: say('here') }],
  };
}

/** Renames after scoring, because random draws depend on names. */
function renamed({ attribute, groups, withoutGroup, war, uar }: GroupTable, say: (text: string) => string): GroupTable {
  const gap = (found: GroupGap) => ({ ...found, worst: say(found.worst), best: say(found.best) });
  return {
    attribute: say(attribute),
    groups: groups.map((group) => ({ ...group, name: say(group.name) })),
    withoutGroup,
    ...(war && { war: gap(war) }),
    ...(uar && { uar: gap(uar) }),
  };
}
