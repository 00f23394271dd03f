// The model card: for people who decide whether to use the model.
import type { ModelRecord } from './model-record.ts';
import type { ZeroShot } from './zero-shot.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export function modelCard(record: ModelRecord): string {
  const { configuration, data, zeroShot, classes } = record;
  const { image, text } = configuration;
  const shown = zeroShot['one sentence']!;
  const stages = Object.entries(record.stages);
  return `# ${record.name}: a small CLIP of faces

Made on ${record.date.slice(0, 10)} by \`${record.command}\`; everything that decides it is in \`training.json\` beside this card.

An image tower (ViT, ${image.layers} layers of width ${image.width}, ${configuration.size} pixels, patches of ${configuration.patch}; ${millions(record.parameters.image)} parameters) and a causal text tower (${text.layers} layers of width ${text.width}, byte-level vocabulary; ${millions(record.parameters.text)}) in Hugging Face's CLIP layout, float16. Trained from scratch, on grey faces; of colour it sees luminance alone.

## Data and its terms
${data.trainFaces} training faces of FER2013 with FERPlus votes (${data.train}); ${data.validFaces} validation faces (${data.valid}). FER2013's images were scraped from the web by its authors (ICML 2013 challenge on Kaggle), without consent of those shown and without a licence to redistribute; none is in this package. The FERPlus votes are under the MIT licence. Captions were generated from the votes by rules in our own words.

## Results
Zero-shot on FERPlus' validation split, eight classes, majority rule, ${data.validFaces} faces. The split was looked at during training; no test split was.

${table(
  ['prompts', 'class token', 'patches', 'both'],
  Object.entries(zeroShot).map(([name, { global, local, both }]) => [
    name,
    percent(global),
    percent(local),
    percent(both),
  ]),
)}

Per class (rows: the faces' label; columns: chosen, by both, from "one sentence"):

${confusionTable(classes, shown)}

Phrases that no training caption contains:

${table(
  ['phrase', 'meant', 'understood as', 'probability'],
  record.phrases.map(({ phrase, wanted, chosen, probability }) => [phrase, wanted, chosen, probability.toFixed(2)]),
)}

## Use
Intended: to try mpafer, to teach, to compare methods of prompt learning on small hardware. Prohibited: any decision about a person (hiring, policing, border control, schooling, insurance, health), lie detection, covert observation. A facial expression is not what someone feels; votes of paid annotators on web images carry their biases, and rare classes (disgust, contempt, fear) are recognised badly, as the table shows. Nothing was measured by age, gender or skin colour.

## Cost
${stages.map(([name, { steps, seconds }]) => `${name} stage ${steps} steps, ${(seconds / 60).toFixed(0)} min`).join('; ')} in ${sittingsText(record)}; no GPU. Energy was not measured; at 50 W it is at most ${((50 * stages.reduce((sum, [, { seconds }]) => sum + seconds, 0)) / 3.6e6).toFixed(2)} kWh.
`;
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
