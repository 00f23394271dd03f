// The model card of a run: intended and prohibited use, results, data, configuration, licences and limits.
import { nounFor } from '../core/plural.ts';
import type { RunReport } from '../evaluate/run-report.ts';
import { findings } from './findings.ts';
import { describeEvaluation, headlineOf } from './headline.ts';
import { disclaimer } from './sections/limits.ts';
import { flatRecord } from './text/flat-record.ts';
import { bullets, markdownTable, plain } from './text/markdown.ts';
import { count, percent, percentRange, pValue, score } from './text/numbers.ts';

/** A model card in Markdown, to be distributed with the model. */
export function renderModelCard(run: RunReport): string {
  const { title, subtitle, notice } = run;
  const parts: readonly (string | undefined)[] = [
    `# ${plain(title)}`,
    plain(subtitle),
    notice && `> **${plain(notice)}**`,
    '## Use',
    'Intended for research on facial expression recognition, and for programs that name the expression on single face crops of people who have been informed and have agreed.',
    'It must not be used for:',
    bullets([
      'emotion recognition at work or in education, which the EU AI Act prohibits (Article 5(1)(f))',
      'decisions about people: hiring, credit, insurance, policing, border control, medical diagnosis, lie detection',
      'covert observation: people exposed to the model must be informed (Article 50(3))',
      'identifying people: the model was not made for it and must not be adapted to it',
    ]),
    ...disclaimer.slice(0, 2),
    '## Results',
    results(run),
    perClass(run),
    findingsOf(run),
    '## Calibration',
    calibration(run),
    '## Data',
    data(run),
    '## Training',
    'MPA-FER: soft text prompts and visual prompts are learned for a frozen CLIP, with losses that align them with descriptions of the classes and with the class prototypes of the original model.',
    '### Configuration',
    record(run.configuration),
    '### Environment',
    record(run.environment),
    '## Licences',
    licences(run),
    '## Limits',
    bullets([
      `The model assigns every face to one of ${run.data.classes.length} classes, even if it shows another expression or none.`,
      'Labels are the opinions of annotators. Where annotators disagree, the model will disagree with some of them too.',
      'It expects one cropped, roughly upright face. Accuracy is lower on small, turned, occluded or dark faces.',
      'Training data is rarely balanced over age, skin colour, sex and culture. Evaluate it on the groups you serve.',
    ]),
  ];
  return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`;
}

const record = (values: Readonly<Record<string, unknown>>): string =>
  bullets(flatRecord(values).map(([key, value]) => `${plain(key)}: ${plain(value)}`));

function results({ evaluations, comparisons = [] }: RunReport): string {
  if (evaluations.length === 0) return 'Nothing has been evaluated yet.';
  const table = markdownTable(
    ['Model', 'Split', 'Faces', 'WAR (95% interval)', 'UAR (95% interval)', 'Macro-F1', 'ECE', 'Brier', 'NLL'],
    evaluations.map(({ name, split, evaluation, interval }) => [
      plain(name),
      plain(split),
      count(evaluation.n),
      `${percent(evaluation.war)} (${percentRange(interval.war)})`,
      `${percent(evaluation.uar)} (${percentRange(interval.uar)})`,
      percent(evaluation.macroF1),
      percent(evaluation.ece),
      score(evaluation.brier),
      score(evaluation.nll),
    ]),
  );
  const names = [...new Set(evaluations.map(({ name }) => name))].filter((name) => describeEvaluation(name) !== '');
  const words = bullets(names.map((name) => `${plain(name)}: ${describeEvaluation(name)}.`));
  const tests = comparisons.map(
    ({ first, second, onlyFirst, onlySecond, p }) =>
      `${plain(first)} against ${plain(second)}: only the first is right on ${count(onlyFirst)} ${nounFor(onlyFirst, 'face')}, only the second on ${count(onlySecond)}; ${plain(pValue(p))} (McNemar’s exact test)`,
  );
  return [table, words, bullets(tests)].filter((part) => part !== '').join('\n\n');
}

function perClass(run: RunReport): string | undefined {
  const { trained } = headlineOf(run);
  if (!trained) return undefined;
  const table = markdownTable(
    ['Class', 'Faces', 'Recall', 'Precision', 'F1'],
    trained.evaluation.perClass.map(({ name, n, recall, precision, f1 }) => [
      plain(name),
      count(n),
      percent(recall),
      percent(precision),
      percent(f1),
    ]),
  );
  return `Scores of each class (${plain(trained.name)}, ${plain(trained.split)} split):\n\n${table}`;
}

const findingsOf = (run: RunReport): string => bullets(findings(run).map(plain));

function calibration({ calibration }: RunReport): string {
  if (!calibration) return 'Not measured. Do not interpret the probabilities as the chance of being right.';
  const { ece, scaled } = calibration;
  const before = `The expected calibration error is ${percent(ece)} over ${calibration.bins.length} bins.`;
  if (!scaled) return before;
  return `${before} With logits divided by a temperature of ${score(scaled.temperature)}, fitted on the validation split, it is ${percent(scaled.ece)}.`;
}

function data({ data }: RunReport): string {
  const splits = Object.entries(data.counts);
  const table = markdownTable(
    ['Class', ...splits.map(([split]) => plain(split))],
    data.classes.map((name, index) => [plain(name), ...splits.map(([, counts]) => count(counts[index] ?? 0))]),
  );
  return [plain(data.name), table, bullets(data.notes.map(plain)), `Fingerprint: ${plain(data.fingerprint)}`]
    .filter((part) => part !== '')
    .join('\n\n');
}

const licences = ({ licences = [] }: RunReport): string =>
  licences.length === 0
    ? 'None stated. Check the terms of the weights and the data before you distribute the model.'
    : bullets(
        licences.map(
          ({ subject, licence, source }) =>
            `${plain(subject)}: ${plain(licence)}${source ? `, from ${plain(source)}` : ''}`,
        ),
      );
