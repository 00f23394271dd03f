// Explains the faces of some decoded pictures: a row for each face, and what a page shows of it.
import { resizeToSquare } from '../../clip/preprocess.ts';
import type { Preprocessing } from '../../clip/preprocessing.ts';
import type { RgbImage } from '../../core/image.ts';
import type { Explanation, ExplanationMethod } from '../../evaluate/explanation.ts';
import { marginWords, shareWords } from '../../evaluate/explanation-words.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import { explainFaces } from '../../explain/explain-faces.ts';
import type { Explainer } from '../../explain/explainer.ts';
import { landmarkRegions } from '../../explain/landmark-regions.ts';
import { patchRegions, regionShares } from '../../explain/regions.ts';
import { alignFace } from '../../faces/alignment.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import type { FacePlace, PictureFaces } from '../../recognise/picture-faces.ts';
import type { ExplainedPicture } from '../../report/pages/explanation-page.ts';
import type { ExplainedPictureRead } from './explained-input.ts';
import type { ImageExplanation } from './image-explanation.ts';
import type { SoftWords } from './soft-words.ts';
import type { TrainingNeighbours } from './training-neighbours.ts';

export interface ExplainContext {
  readonly explainer: Explainer;
  readonly preprocessing: Preprocessing;
  /** How faces are cut out of pictures. */
  readonly cut: PictureFaces;
  readonly method: ExplanationMethod;
  readonly target: string | undefined;
  readonly against: string | undefined;
  readonly verdict: MapVerdict;
  readonly words: SoftWords;
  readonly neighbours: TrainingNeighbours | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface ExplainedRow {
  readonly row: ImageExplanation;
  /** The face as the model sees it; absent where there is none. */
  readonly seen?: RgbImage;
  readonly picture?: ExplainedPicture;
}

/** Side of a face in pages and pictures, in pixels. */
const side = 192;

/** @param isShown whether the faces are needed as pictures */
export async function explainPictures(
  context: ExplainContext,
  pictures: readonly ExplainedPictureRead[],
  isShown: boolean,
): Promise<readonly ExplainedRow[]> {
  const found: ExplainedRow[] = [];
  for (const read of pictures) {
    const { name, label } = read.picture;
    if ('image' in read) found.push(...(await facesOf(context, name, label, read.image, isShown)));
    else found.push({ row: { image: name, status: 'failed', code: read.code, reason: read.reason } });
  }
  return found;
}

async function facesOf(
  context: ExplainContext,
  image: string,
  label: string | undefined,
  picture: RgbImage,
  isShown: boolean,
): Promise<readonly ExplainedRow[]> {
  const { explainer, preprocessing, cut, method, target, against, verdict, words, neighbours, signal } = context;
  const faces = await cut.facesOf(picture, { signal });
  const warning = cut.doubt(picture, faces);
  if (faces.length === 0) {
    const reason = `Cannot explain "${image}": ${warning ?? 'no face was found in it'}`;
    return [{ row: { image, status: 'no-face', code: 'image', reason } }];
  }
  const crops = faces.map(({ crop }) => crop);
  const explained = await explainFaces(explainer, preprocessing, crops, { method, target, against });
  const near = await neighbours?.nearest(crops, isShown);
  return Promise.all(
    explained.map(async ({ expression, probabilities, explanation }, index): Promise<ExplainedRow> => {
      const { place, crop } = faces[index]!;
      const row: ImageExplanation = {
        image,
        status: 'ok',
        ...(label !== undefined && { label }),
        face: index + 1,
        box: place.box,
        recognised: expression,
        probabilities,
        ...explanation,
        regions: {
          by: place.landmarks === undefined ? 'geometry' : 'landmarks',
          shares: sharesOf(context, explanation, place),
        },
        words: { margin: marginWords(explanation), share: shareWords(explanation) },
        verdict,
        ...wordsOf(words, explanation),
        ...(near !== undefined && { nearestFaces: near[index]!.map(({ image: _, ...rest }) => rest) }),
        ...(warning !== undefined && { warning }),
      };
      const seen = resizeToSquare(crop, preprocessing);
      if (!isShown) return { row, seen };
      const shown =
        place.eyes === undefined
          ? resizeToSquare(crop, { ...preprocessing, size: side, edge: side })
          : alignFace(picture, place.eyes, side);
      const url = await pngUrl(shown);
      const name = faces.length > 1 ? `${image}, face ${index + 1}` : image;
      return {
        row,
        seen,
        picture: {
          name,
          image: url,
          expression,
          confidence: probabilities[expression]!,
          explanation,
          regions: row.regions,
          words: row.nearestWords,
          near: near?.[index],
          label,
        },
      };
    }),
  );
}

function wordsOf(words: SoftWords, { expression, against }: Explanation) {
  const found = Object.fromEntries([expression, against].flatMap((name) => (words[name] ? [[name, words[name]]] : [])));
  return Object.keys(found).length === 0 ? {} : { nearestWords: found };
}

/** What of the map is in each region of the face: by its landmarks, or of a crop where the recipe of alignment puts them. */
function sharesOf(
  { explainer }: ExplainContext,
  { map }: { readonly map: { readonly values: readonly number[] } },
  place: FacePlace,
) {
  const { rows, columns } = explainer;
  const regions =
    place.landmarks === undefined || place.eyes === undefined
      ? patchRegions(rows, columns)
      : landmarkRegions(place.landmarks, place.eyes, rows, columns);
  return regionShares(map.values, regions);
}
