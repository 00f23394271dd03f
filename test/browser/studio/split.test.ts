// No person and no burst is on two sides of the split that the tab trains by: the groups of the sides add up to the groups that there are.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { FaceRecord } from '../../../src/project/face-record.ts';
import { facesFile, writeFaces } from '../../../src/project/faces-table.ts';
import { drawnProject } from '../../project/drawn-project.ts';
import { workshop } from '../../support/workshop.ts';
import { openZipIn, zipOfFolder } from './drawn-zip.ts';
import { eventually } from './open-studio.ts';
import { testedStudio } from './tested-studio.ts';

const shop = await workshop();
const { page, show } = await testedStudio({ hash: '#teach' });

/** Some faces by person, some by burst alone, and a burst with two people, who thereby belong together. */
function mixed(faces: readonly FaceRecord[]): readonly FaceRecord[] {
  return faces.map((face, index): FaceRecord => {
    const { person: _, ...nobody } = face;
    if (index < 8) return { ...nobody, burst: `burst ${index % 2}` };
    if (face.person === 'p3' || face.person === 'p4') return { ...face, burst: 'both' };
    return { ...face, burst: `${face.person} ${index % 2}` };
  });
}

/** Sets of faces that share a person or a burst, directly or by others. */
function groupsOf(faces: readonly FaceRecord[]): number {
  const group = faces.map((_, index) => index);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [first, a] of faces.entries())
      for (const [second, b] of faces.entries()) {
        const together =
          (a.person !== undefined && a.person === b.person) || (a.burst !== undefined && a.burst === b.burst);
        if (!together || group[first] === group[second]) continue;
        const [low, high] = [Math.min(group[first]!, group[second]!), Math.max(group[first]!, group[second]!)];
        group.forEach((own, index) => {
          if (own === high) group[index] = low;
        });
        changed = true;
      }
  }
  return new Set(group).size;
}

test('people and bursts are dealt whole', async () => {
  const folder = shop.at('mixed.mpafer');
  const { project, faces } = await drawnProject(folder, 96);
  const table = mixed(faces);
  await writeFile(`${folder}/${facesFile}`, writeFaces(table, project));
  await openZipIn(page, await zipOfFolder(folder));
  await show('teach?step=train');
  const rows = page.locator('.teach-main .figure tbody tr');
  await eventually(() => rows.count(), 3, 'The table of the split');
  const cells = await Promise.all(
    [0, 1, 2].map(async (row) => (await rows.nth(row).locator('td').allTextContents()).map(Number)),
  );
  const sum = (column: number) => cells.reduce((total, row) => total + row[column]!, 0);
  assert.equal(sum(0), table.length, 'every face is on one side');
  assert.equal(sum(1), groupsOf(table), 'a group that is on two sides would be counted twice');
  assert.ok(
    cells.every(([count]) => count! > 0),
    'no side is empty',
  );
});
