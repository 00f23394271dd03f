// The model card: what the model is, of what it was made, what it may and may not be used for, and how good it is.
import { nounFor } from '../core/plural.ts';
import type { RunReport } from '../evaluate/run-report.ts';
import { disclaimer } from './disclaimer.ts';
import { chance, count, percent, percentRange, score } from './figures.ts';
import { findings } from './findings.ts';
import { flatRecord } from './flat-record.ts';
import { describeEvaluation, headlineOf } from './headline.ts';
import { bullets, markdownTable, plain } from './markdown.ts';

/** A card in Markdown, to be kept and passed on with the model. */
export function renderModelCard(run: RunReport): string {
  const { title, subtitle, notice } = run;
  const parts: readonly (string | undefined)[] = [
    `# ${plain(title)}`,
    plain(subtitle),
    notice && `> **${plain(notice)}**`,
    '## Use',
    'Meant for: research on recognising facial expressions, and programs in which people who know and agree have the expression their face shows named, on single face crops.',
    'Not meant for, and not to be used for:',
    bullets([
      'emotion recognition at work and in education, which the EU AI Act prohibits (Article 5(1)(f))',
      'decisions about people: hiring, credit, insurance, policing, borders, medical diagnosis, lie detection',
      'watching people who do not know of it; those exposed must be told (Article 50(3))',
      'identifying anyone: the model was not made to and must not be bent to it',
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
    '## How it was made',
    'MPA-FER: soft text prompts and visual prompts learn on a frozen CLIP; the losses hold them to descriptions of the classes and to the class prototypes of the untouched model.',
    '### Configuration',
    record(run.configuration),
    '### Environment',
    record(run.environment),
    '## Licences',
    licences(run),
    '## Limits',
    bullets([
      `It knows ${run.data.classes.length} classes and gives every face one of them; a face that shows something else, or nothing, gets the nearest name.`,
      'Labels are the opinion of those who labelled; where they disagree, so will the model and you.',
      'It takes one cropped, roughly upright face. Small, turned, covered or dark faces lower its accuracy.',
      'Training data is rarely balanced over age, skin, sex and culture: check the groups that you serve.',
    ]),
  ];
  return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`;
}

const record = (values: Readonly<Record<string, unknown>>): string =>
  bullets(flatRecord(values).map(([key, value]) => `${plain(key)}: ${plain(value)}`));

function results({ evaluations, comparisons = [] }: RunReport): string {
  if (evaluations.length === 0) return 'Nothing has been evaluated yet.';
  const table = markdownTable(
    ['Model', 'Split', 'Faces', 'WAR (95 % interval)', 'UAR (95 % interval)', 'Macro-F1', 'ECE', 'Brier', 'NLL'],
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
      `${plain(first)} against ${plain(second)}: ${count(onlyFirst)} ${nounFor(onlyFirst, 'face')} only the first has right, ${count(onlySecond)} only the second; ${plain(chance(p))} (McNemar, exact)`,
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
  return `By class, ${plain(trained.name)}, split ${plain(trained.split)}:\n\n${table}`;
}

const findingsOf = (run: RunReport): string => bullets(findings(run).map(plain));

function calibration({ calibration }: RunReport): string {
  if (!calibration) return 'Not measured. Do not read the probabilities as chances of being right.';
  const { ece, scaled } = calibration;
  const before = `The expected calibration error is ${percent(ece)} over ${calibration.bins.length} bins.`;
  if (!scaled) return before;
  return `${before} Divided by a temperature of ${score(scaled.temperature)}, fitted on validation, the logits give ${percent(scaled.ece)}.`;
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
    ? 'None was stated. Ask for the terms of the weights and of the data before you pass the model on.'
    : bullets(
        licences.map(
          ({ subject, licence, source }) =>
            `${plain(subject)}: ${plain(licence)}${source ? `, from ${plain(source)}` : ''}`,
        ),
      );
