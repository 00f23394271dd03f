// The instant head: solved from the faces, asked about others, and the sentences that it starts from.
import { type RgbImage, studio } from 'mpafer';
import type { WorkContext } from '../../../port.ts';
import { ownName, probabilitiesOf, solved, solveHead } from '../instant-head.ts';
import { openModels } from '../models.ts';
import { opened } from '../open-project.ts';
import { encoded } from './encoded.ts';

export const headCalls = {
  /** Encodes what is new and solves the instant head; with `check` it is cross-validated too. */
  async solve({ check }: { readonly check: boolean }, context: WorkContext) {
    const own = await encoded(context);
    return solveHead(own.models, own.features, check);
  },

  /** What the instant head says of a crop that is not in the project. */
  async answer({ crop }: { readonly crop: RgbImage }, { assets }: WorkContext) {
    const { encoder } = await openModels(assets);
    const head = solved();
    if (head === undefined) return undefined;
    const sample = { id: 'camera', split: 'train' as const, label: 0, read: async () => crop };
    const work = encoder.encode([sample]);
    let step = await work.next();
    while (!step.done) step = await work.next();
    return {
      classes: head.classes.map((name) => ownName(opened().project, name)),
      probabilities: [...probabilitiesOf(studio.unitRows(step.value))],
    };
  },

  /** Tokens of the sentence that a description becomes, and how many the model takes. */
  async tokens(
    { name, description }: { readonly name: string; readonly description: string },
    { assets }: WorkContext,
  ) {
    const { clip } = await openModels(assets);
    const own = studio.className(name);
    const type = description.trim() === '' ? 2 : 3;
    const [sentence] = studio.hardSentences(own, type, { [own]: description.trim() });
    const tokenizer = await clip.tokenizer();
    return { count: tokenizer.encode(sentence!).length, most: clip.config.text.positions, sentence: sentence! };
  },
};
