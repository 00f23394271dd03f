// Faces that are handed over, as rows of the project's table; the same picture is there once.
import type { RgbImage } from 'mpafer';
import type { FaceRecord, Project } from './project-store.ts';

/** A face that another room hands over. */
export interface HandedFace {
  readonly crop: RgbImage;
  readonly source: string;
  readonly time?: number | undefined;
  readonly box?:
    | { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
    | undefined;
  readonly burst: string;
  readonly subject?: string | undefined;
  readonly label?: string | undefined;
}

/** By which the studio cuts faces out. */
const recipe = { name: 'eyes-44-35', eyeDistance: 0.44, eyeLine: 0.35 };

/**
 * @param paths of the faces that are handed over, in order
 * @returns the faces that are new, and the project where it changes: people who were not known, and the recipe
 */
export function newFaces(
  handed: readonly HandedFace[],
  paths: readonly string[],
  { project, faces }: { readonly project: Project; readonly faces: readonly FaceRecord[] },
): { readonly added: readonly FaceRecord[]; readonly project?: Project } {
  const known = new Set(faces.map(({ path }) => path));
  const added: FaceRecord[] = [];
  paths.forEach((path, index) => {
    if (known.has(path)) return;
    known.add(path);
    added.push(recordOf(path, handed[index]!));
  });
  const people = new Set(project.people.map(({ id }) => id));
  const unknown = new Set(added.flatMap(({ person }) => (person === undefined || people.has(person) ? [] : [person])));
  // Faces with a box were found and cut out by the recipe; the project says so, unless it holds other crops too.
  const aligned = faces.length === 0 && handed.length > 0 && handed.every(({ box }) => box !== undefined);
  if (unknown.size === 0 && !aligned) return { added };
  return {
    added,
    project: {
      ...project,
      ...(aligned && { alignment: recipe }),
      people: [...project.people, ...[...unknown].map((id) => ({ id, name: id, attributes: {} }))],
    },
  };
}

function recordOf(path: string, { source, time, box, burst, subject, label }: HandedFace): FaceRecord {
  return {
    path,
    source,
    burst,
    votes: {},
    ...(time !== undefined && { time: Math.round(time * 1000) / 1000 }),
    ...(box !== undefined && { box }),
    ...(subject !== undefined && { person: subject }),
    ...(label !== undefined && { label }),
  };
}
