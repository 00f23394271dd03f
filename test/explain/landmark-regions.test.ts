// Regions by landmarks: those of a found face are where its eyes and mouth are, whichever way the head leans.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { landmarkRegions } from '../../src/explain/landmark-regions.ts';
import { faceRegions } from '../../src/explain/regions.ts';
import { openFaceFinder } from '../../src/faces/face-finder.ts';
import { readImage } from '../../src/platform/node/images/read-image.ts';
import { faceModels } from '../../src/platform/node/models/face-models.ts';
import { engine } from '../support/evaluate.ts';

const finder = await openFaceFinder(engine, await faceModels());
after(() => finder.release());
const [face] = await finder.find(await readImage('assets/portraits/astronaut.png'));

test('every region of the portrait has patches, eyes above the nose, the nose above the mouth, the mouth above the jaw', () => {
  const columns = 16;
  const regions = landmarkRegions(face!.landmarks, face!.eyes, columns, columns);
  assert.deepEqual([...new Set(regions)].sort(), [...faceRegions].sort());
  const height = (name: string) => {
    const rows = regions.flatMap((region, at) => (region === name ? [Math.floor(at / columns)] : []));
    return rows.reduce((sum, row) => sum + row, 0) / rows.length;
  };
  const order = ['brows', 'eyes', 'nose', 'mouth', 'jaw'].map(height);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
});

test('the eyes are where alignment puts them', () => {
  const regions = landmarkRegions(face!.landmarks, face!.eyes, 50, 50);
  assert.equal(regions[17 * 50 + 14], 'eyes');
  assert.equal(regions[17 * 50 + 36], 'eyes');
});
