// The faces of a picture, cut out by the recipe that the project records.
import type { Studio } from '../../shell/studio.ts';

/** Side of the crops: twice that of the model that ships, so that larger ones can use them too. */
const side = 96;

/** @throws where there is none that can be used, with the reason */
export async function foundIn(studio: Studio, file: File | ImageBitmap) {
  const { status, reason, faces } = await (await studio.look).call('faces', { picture: file, side });
  if (status !== 'ok') throw new Error(reason ?? 'No face was found');
  const good = faces.filter((face) => face.status === 'ok');
  if (good.length === 0) throw new Error('The face is too small');
  return good.map(({ crop, box }) => ({ crop, ...(box && { box: rounded(box) }) }));
}

const rounded = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return { x: tenth(x), y: tenth(y), width: tenth(width), height: tenth(height) };
};
