// The card of a pretrained model, for people deciding whether to use it.
import { plural } from '../../core/plural.ts';
import type { ModelRecord } from './model-record.ts';
import type { ZeroShot } from './zero-shot.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export function modelCard(record: ModelRecord): string {
  const { configuration, data, rating, zeroShot, phrases, classes } = record;
  const { image, text } = configuration;
  const shown = zeroShot['one sentence']!;
  return `# ${record.name}: a small CLIP for faces

Trained on ${record.date.slice(0, 10)} with \`${record.command}\`; \`training.json\`, next to this card, holds every setting.

An image tower (ViT with ${image.layers} layers of width ${image.width} on ${configuration.size}-pixel images in patches of ${configuration.patch}; ${millions(record.parameters.image)} parameters) and a causal text tower (${text.layers} layers of width ${text.width}, byte-level vocabulary; ${millions(record.parameters.text)} parameters), in Hugging Face's CLIP layout and float16. ${origin(record)} on grey faces: of colour images it sees only the luminance.

## Data and its terms
${data.trainFaces} training faces of FER2013 with FERPlus votes (${data.train}) and ${data.validFaces} validation faces (${data.valid}). FER2013's authors collected its images from the web (ICML 2013 challenge on Kaggle), without the consent of the people shown and without a licence to redistribute them; this package contains none of them. The FERPlus votes are under the MIT licence. Captions were generated from the votes by rules written for this model.

## Results
On the validation split of FERPlus: ${data.validFaces} faces, eight classes, majority rule. Training monitored this split; no test split was used.

Zero-shot recognition as users will see it (the class token against the default descriptions): WAR ${percent(rating.war)} (95% interval ${percent(rating.intervals.war[0])} to ${percent(rating.intervals.war[1])}), UAR ${percent(rating.uar)} (${percent(rating.intervals.uar[0])} to ${percent(rating.intervals.uar[1])}).

${table(
  ['class', 'faces', 'recall'],
  rating.recalls.map(({ name, n, recall }) => [name, n, percent(recall)]),
)}

Calibration: the logit scale includes a temperature of ${rating.temperature.toFixed(2)}, fitted on every second of these faces. On the other faces, the expected calibration error is ${percent(rating.ece.after)} with it and ${percent(rating.ece.before)} without.

Abstaining when unsure: thresholds on the largest probability, chosen on the same half for a given share of answers and evaluated on the other half:

${table(
  ['threshold', 'faces answered', 'accuracy of the answers', '95% interval'],
  rating.abstention.flatMap(({ result }) =>
    result === undefined
      ? []
      : [
          [
            result.threshold.toFixed(3),
            percent(result.coverage),
            percent(result.accuracy),
            result.accuracyInterval.map(percent).join(' to '),
          ],
        ],
  ),
)}

Accuracy with other prompts, by class token, by patches and by both:

${table(
  ['prompts', 'class token', 'patches', 'both'],
  Object.entries(zeroShot).map(([name, { global, local, both }]) => [
    name,
    percent(global),
    percent(local),
    percent(both),
  ]),
)}

${worst(record)}

Confusion matrix of "one sentence" by both (rows: labels, columns: predictions):

${confusionTable(classes, shown)}

Phrases that occur in no training caption, of which the text tower understands ${phrases.filter(({ chosen, wanted }) => chosen === wanted).length} of ${phrases.length} as intended:

${table(
  ['phrase', 'intended', 'understood as', 'probability'],
  phrases.map(({ phrase, wanted, chosen, probability }) => [phrase, wanted, chosen, probability.toFixed(2)]),
)}

## Use
Intended for trying out mpafer, for teaching, and for comparing prompt-learning methods on small hardware. Prohibited: any decision about a person (hiring, policing, border control, schooling, insurance, health), lie detection and covert observation. A facial expression is not a feeling. The votes of paid annotators on web images carry their biases, and rare classes (disgust, contempt, fear) are recognised poorly, as the tables show. Performance by age, gender or skin colour was not measured.

## Cost
${stagesText(record.stages)} in ${sittingsText(record)}; no GPU was used.${baseText(record)} Energy was not measured; at an assumed 50 W it amounts to ${kilowattHours(record).toFixed(2)} kWh.
`;
}

/** The most frequent mistakes, in words. */
function worst({ classes, zeroShot }: ModelRecord): string {
  const { confusion } = zeroShot['one sentence']!;
  const mistakes = confusion.flatMap((row, label) =>
    row.flatMap((count, chosen) =>
      chosen === label || count === 0
        ? []
        : [{ count, share: count / row.reduce((sum, own) => sum + own, 0), label, chosen }],
    ),
  );
  const most = mistakes.toSorted((a, b) => b.count - a.count).slice(0, 4);
  return `Most frequent errors: ${most
    .map(
      ({ label, chosen, count, share }) =>
        `${classes[label]} mistaken for ${classes[chosen]} (${plural(count, 'face')}, ${percent(share)} of the class)`,
    )
    .join('; ')}.`;
}

const origin = ({ from }: ModelRecord): string =>
  from === undefined
    ? 'Trained from scratch'
    : `The image tower was adapted from that of ${from}, whose text tower it keeps, to faces cut out of photographs; both were trained`;

const stagesText = (stages: ModelRecord['stages']): string =>
  Object.entries(stages)
    .map(([name, { steps, seconds }]) => `${name} stage ${steps} steps, ${(seconds / 60).toFixed(0)} min`)
    .join('; ');

const baseText = ({ base }: ModelRecord): string =>
  base === undefined
    ? ''
    : ` What it was adapted from was made on ${base.date.slice(0, 10)} with \`${base.command}\`: ${stagesText(base.stages)}.`;

/** Of both trainings, where there were two. */
function kilowattHours({ stages, base }: ModelRecord): number {
  const all = [stages, base?.stages ?? {}].flatMap((those) => Object.values(those));
  return (50 * all.reduce((sum, { seconds }) => sum + seconds, 0)) / 3.6e6;
}

/** Mentions settings that changed on resuming: the command alone then no longer describes the training. */
function sittingsText({ sittings }: ModelRecord): string {
  const changed = sittings.some(
    ({ configuration }) => JSON.stringify(configuration) !== JSON.stringify(sittings[0]?.configuration),
  );
  const count = sittings.length === 1 ? 'one session' : `${sittings.length} sessions`;
  return changed ? `${count}, some with different settings (see \`sittings\` in \`training.json\`)` : count;
}

const millions = (count: number): string => `${(count / 1e6).toFixed(2)} M`;

function confusionTable(classes: readonly string[], { confusion }: ZeroShot): string {
  const rows = classes.map((name, label) => {
    const counts = confusion[label]!;
    const total = counts.reduce((sum, count) => sum + count, 0);
    return [name, ...counts, total > 0 ? percent(counts[label]! / total) : '-'];
  });
  return table(['', ...classes, 'recall'], rows);
}
