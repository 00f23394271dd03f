// The model card: for people who decide whether to use the model.
import { plural } from '../../core/plural.ts';
import type { ModelRecord } from './model-record.ts';
import type { ZeroShot } from './zero-shot.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export function modelCard(record: ModelRecord): string {
  const { configuration, data, rating, zeroShot, phrases, classes } = record;
  const { image, text } = configuration;
  const shown = zeroShot['one sentence']!;
  const stages = Object.entries(record.stages);
  return `# ${record.name}: a small CLIP of faces

Made on ${record.date.slice(0, 10)} by \`${record.command}\`; everything that decides it is in \`training.json\` beside this card.

An image tower (ViT, ${image.layers} layers of width ${image.width}, ${configuration.size} pixels, patches of ${configuration.patch}; ${millions(record.parameters.image)} parameters) and a causal text tower (${text.layers} layers of width ${text.width}, byte-level vocabulary; ${millions(record.parameters.text)}) in Hugging Face's CLIP layout, float16. Trained from scratch, on grey faces; of colour it sees luminance alone.

## Data and its terms
${data.trainFaces} training faces of FER2013 with FERPlus votes (${data.train}); ${data.validFaces} validation faces (${data.valid}). FER2013's images were scraped from the web by its authors (ICML 2013 challenge on Kaggle), without consent of those shown and without a licence to redistribute; none is in this package. The FERPlus votes are under the MIT licence. Captions were generated from the votes by rules in our own words.

## Results
On FERPlus' validation split, eight classes, majority rule, ${data.validFaces} faces. The split was looked at during training; no test split was.

As \`--run zero-shot\` recognises (the class token alone against the descriptions that ship): WAR ${percent(rating.war)} (95 %: ${percent(rating.intervals.war[0])} to ${percent(rating.intervals.war[1])}), UAR ${percent(rating.uar)} (${percent(rating.intervals.uar[0])} to ${percent(rating.intervals.uar[1])}).

${table(
  ['class', 'faces', 'recall'],
  rating.recalls.map(({ name, n, recall }) => [name, n, percent(recall)]),
)}

Calibration: a temperature of ${rating.temperature.toFixed(2)}, fitted on every second of these faces, is part of the logit scale; on the others the expected calibration error was ${percent(rating.ece.before)} before and is ${percent(rating.ece.after)} with it.

To say nothing when unsure: thresholds on the largest probability, chosen on the same half to answer a part of the faces, judged on the others:

${table(
  ['threshold', 'faces answered', 'answers right', '95 %'],
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

By other ways to prompt, and by the patches:

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

Confusions (rows: the faces' label; columns: chosen, by both, from "one sentence"):

${confusionTable(classes, shown)}

Phrases that no training caption contains, ${phrases.filter(({ chosen, wanted }) => chosen === wanted).length} of ${phrases.length} understood as meant:

${table(
  ['phrase', 'meant', 'understood as', 'probability'],
  phrases.map(({ phrase, wanted, chosen, probability }) => [phrase, wanted, chosen, probability.toFixed(2)]),
)}

## Use
Intended: to try mpafer, to teach, to compare methods of prompt learning on small hardware. Prohibited: any decision about a person (hiring, policing, border control, schooling, insurance, health), lie detection, covert observation. A facial expression is not what someone feels; votes of paid annotators on web images carry their biases, and rare classes (disgust, contempt, fear) are recognised badly, as the table shows. Nothing was measured by age, gender or skin colour.

## Cost
${stages.map(([name, { steps, seconds }]) => `${name} stage ${steps} steps, ${(seconds / 60).toFixed(0)} min`).join('; ')} in ${sittingsText(record)}; no GPU. Energy was not measured; at 50 W it is at most ${((50 * stages.reduce((sum, [, { seconds }]) => sum + seconds, 0)) / 3.6e6).toFixed(2)} kWh.
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
  return `Where it fails most: ${most
    .map(
      ({ label, chosen, count, share }) =>
        `${classes[label]} taken for ${classes[chosen]} (${plural(count, 'face')}, ${percent(share)} of the class)`,
    )
    .join('; ')}.`;
}

/** Says when a resumption changed the configuration: the command alone would then not tell how the model was made. */
function sittingsText({ sittings }: ModelRecord): string {
  const changed = sittings.some(
    ({ configuration }) => JSON.stringify(configuration) !== JSON.stringify(sittings[0]?.configuration),
  );
  const count = sittings.length === 1 ? 'one sitting' : `${sittings.length} sittings`;
  return changed ? `${count}, some with other settings (\`sittings\` in the record)` : count;
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
