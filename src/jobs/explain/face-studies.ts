// Stability of maps under small changes of a face, and what they say of its regions.
import type { RgbImage } from '../../core/image.ts';
import { pixelsOf } from '../../explain/explain-faces.ts';
import type { Question } from '../../explain/explainer.ts';
import type { Maps } from '../../explain/faithfulness/controls.ts';
import { meanOf } from '../../explain/faithfulness/curve-scores.ts';
import {
  type Likeness,
  likeness,
  mirrored,
  mirroredMap,
  regionRemoval,
  shifted,
} from '../../explain/faithfulness/other-tests.ts';
import type { FaithfulnessStudy } from '../../explain/faithfulness/study.ts';
import { patchRegions, regionShares } from '../../explain/regions.ts';
import { jpegRoundTrip } from '../../platform/node/images/jpeg-round-trip.ts';
import { type JobEvent, progress } from '../job-event.ts';
import type { Known, StudyInput } from './study-parts.ts';

/** Quality of the JPEG, and pixels of the shift, of the test of stability. */
const jpegQuality = 50;
const shiftBy = 2;

export async function* stabilityOf(
  { opened, methods }: StudyInput,
  questions: readonly Question[],
  maps: Readonly<Record<string, Maps>>,
  read: (count: number) => Promise<readonly RgbImage[]>,
): AsyncGenerator<JobEvent, Readonly<Record<string, Readonly<Record<string, Likeness>>>>> {
  const { explainer, clip } = opened;
  const faces = await read(questions.length);
  const k = Math.max(1, explainer.topPatches || 5);
  const changes: Readonly<Record<string, (face: RgbImage) => RgbImage | Promise<RgbImage>>> = {
    mirrored: mirrored,
    [`moved by ${shiftBy} pixels`]: (face) => shifted(face, shiftBy),
    [`JPEG of quality ${jpegQuality}`]: (face) => jpegRoundTrip(face, jpegQuality),
  };
  const found: Record<string, Record<string, Likeness>> = {};
  for (const [name, change] of Object.entries(changes)) {
    yield progress(`stability: ${name}`, 0, 1);
    const changed = pixelsOf(clip.preprocessing, await Promise.all(faces.map(change)));
    found[name] = {};
    for (const method of methods) {
      const turned = await explainer.maps(method, changed, questions);
      const back = name === 'mirrored' ? turned.map((map) => mirroredMap(map, explainer.columns)) : turned;
      found[name][method] = likeness(maps[method]!, back, k);
    }
  }
  return found;
}

export async function* regionsOf(
  { opened, methods, fewer }: StudyInput,
  known: Known,
  pixels: () => Promise<Float32Array>,
): AsyncGenerator<JobEvent, FaithfulnessStudy['regions']> {
  yield progress('regions', 0, 1);
  const { explainer } = opened;
  const regions = patchRegions(explainer.rows, explainer.columns);
  const names = [...new Set(regions)];
  const some = Object.fromEntries(methods.map((method) => [method, known.maps[method]!.slice(0, fewer)]));
  const { losses, correlation } = await regionRemoval(
    explainer,
    await pixels(),
    known.questions.slice(0, fewer),
    regions,
    some,
  );
  const meanShares = (own: Maps) => {
    const each = own.map((map) => regionShares(map, regions));
    return Object.fromEntries(names.map((name) => [name, meanOf(each.map((shares) => shares[name]))]));
  };
  const shares = methods.map((method) => {
    const byClass = explainer.classes.flatMap((name, index) => {
      const own = known.maps[method]!.filter((_, face) => known.questions[face]!.target === index);
      return own.length === 0 ? [] : [[name, meanShares(own)] as const];
    });
    return [method, { all: meanShares(known.maps[method]!), ...Object.fromEntries(byClass) }] as const;
  });
  return {
    faces: fewer,
    correlation,
    shares: Object.fromEntries(shares),
    area: Object.fromEntries(
      names.map((name) => [name, regions.filter((region) => region === name).length / regions.length]),
    ),
    losses: Object.fromEntries(names.map((name, at) => [name, meanOf(losses.map((own) => own[at]!))])),
  };
}
