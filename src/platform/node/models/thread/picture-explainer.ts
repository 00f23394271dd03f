// Explains faces that were recognised, cut out again as they were for the recogniser.
import type { RgbImage } from '../../../../core/image.ts';
import type { Engine } from '../../../../engine/engine.ts';
import type { Explanation } from '../../../../evaluate/explanation.ts';
import { verdictOf } from '../../../../evaluate/faithfulness-record.ts';
import { explainFaces } from '../../../../explain/explain-faces.ts';
import { alignFace } from '../../../../faces/alignment.ts';
import { readPicture } from '../../../../recognise/read-picture.ts';
import type { ExplainPictures } from '../../../../server/explained-faces.ts';
import type { ModelExplanation } from '../../../../server/server-state.ts';
import { nodePictures } from '../../images/node-pictures.ts';
import { openExplainer } from '../open-explainer.ts';
import { zeroShotName } from '../packs.ts';

export interface PictureExplainer {
  readonly explanation: ModelExplanation;
  readonly explain: ExplainPictures;
}

const method = 'gate';

/** Faces are explained together up to so many pixels: a picture that is a crop of one face may be large. */
const mostPixels = 16_000_000;

/**
 * Undefined for plain CLIP, which has no checkpoint to explain. Programs are compiled when the first face is explained.
 *
 * @throws MpaferError what opening an explainer throws
 */
export async function openPictureExplainer(
  engine: Engine,
  run: string,
  clipName: string | undefined,
): Promise<PictureExplainer | undefined> {
  if (run === zeroShotName) return undefined;
  const { explainer, clip, verdict } = await openExplainer(engine, run, clipName);
  const side = clip.config.image.size;
  return {
    explanation: { method, verdict: verdictOf(verdict, method) },
    async explain(asked) {
      const found: Explanation[] = [];
      let crops: RgbImage[] = [];
      const explainCrops = async () => {
        const own = await explainFaces(explainer, clip.preprocessing, crops, { method });
        found.push(...own.map(({ explanation }) => explanation));
        crops = [];
      };
      for (const { picture, eyes } of asked) {
        const image = await readPicture(picture, nodePictures);
        crops.push(...eyes.map((own) => (own === undefined ? image : alignFace(image, own, side))));
        if (crops.reduce((sum, { width, height }) => sum + width * height, 0) > mostPixels) await explainCrops();
      }
      await explainCrops();
      let next = 0;
      return asked.map(({ eyes }) => eyes.map(() => found[next++]!));
    },
  };
}
