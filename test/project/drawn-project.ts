// A project of drawn faces in a folder: people of the drawing, each in bursts of a few.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openDataset } from '../../src/data/open-dataset.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { projectFolder } from '../../src/platform/node/files/project-folder.ts';
import type { FaceRecord } from '../../src/project/face-record.ts';
import { writeFaces } from '../../src/project/faces-table.ts';
import { newProject, type Project, writeProject } from '../../src/project/project-file.ts';

/** Classes under names of the user's own, `smile` for happiness. */
export async function drawnProject(folder: string, count = 64): Promise<{ project: Project; faces: FaceRecord[] }> {
  const dataset = await openDataset(`synthetic:?count=${count}&size=48`, nodeDataHost);
  const wanted = ['neutral', 'happiness', 'surprise', 'anger'];
  const names = { neutral: 'neutral', happiness: 'smile!', surprise: 'surprise', anger: 'anger' } as Record<
    string,
    string
  >;
  const people = new Map<string, string>();
  const faces: FaceRecord[] = [];
  const files = projectFolder(folder);
  for (const [index, sample] of dataset.samples.entries()) {
    const name = dataset.classes[sample.label]!;
    if (!wanted.includes(name)) continue;
    const person = sample.group ?? 'someone';
    if (!people.has(person)) people.set(person, `p${people.size + 1}`);
    const { width, height, data } = await sample.read();
    const path = `faces/${String(index).padStart(4, '0')}.png`;
    await files.write(
      path,
      await sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer(),
    );
    faces.push({
      path,
      label: names[name]!,
      person: people.get(person)!,
      burst: `burst of ${people.get(person)}`,
      votes: {},
    });
  }
  const project: Project = {
    ...newProject(
      'Drawn',
      wanted.map((name) => ({
        name: names[name]!,
        description: name === 'happiness' ? 'lip corners pulled up, cheeks raised' : '',
      })),
    ),
    people: [...people.values()].map((id) => ({ id, name: '', attributes: {} })),
  };
  const write = (path: string, text: string) => files.write(path, new TextEncoder().encode(text));
  await write('faces.csv', writeFaces(faces, project));
  await write('project.json', writeProject(project));
  return { project, faces };
}

/** Drawn faces as files, all different. @returns their paths */
export async function drawnCrops(folder: string, count: number): Promise<readonly string[]> {
  const dataset = await openDataset(`synthetic:?count=${count}&size=48`, nodeDataHost);
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, sample] of dataset.samples.slice(0, count).entries()) {
    const { width, height, data } = await sample.read();
    const path = join(folder, `${String(index).padStart(5, '0')}.png`);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(path);
    paths.push(path);
  }
  return paths;
}
