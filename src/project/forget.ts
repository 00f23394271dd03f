// Forgets a person: every face of theirs, and what the project says of them.
import type { FaceRecord } from './face-record.ts';
import type { Project } from './project-file.ts';

/** What remains, and the pictures to remove. */
export interface Forgotten {
  readonly project: Project;
  readonly faces: readonly FaceRecord[];
  /** Paths of pictures that are to be removed. */
  readonly removed: readonly string[];
}

/**
 * What is left of a project without one person. Faces without a name in a burst that is theirs alone go too; packs and runs that
 * were made of their faces are not undone by it, so the caller must say that they are to be made again.
 */
export function forgetPerson(project: Project, faces: readonly FaceRecord[], id: string): Forgotten {
  const others = new Set(faces.flatMap(({ person, burst }) => (person !== undefined && person !== id ? [burst] : [])));
  const bursts = new Set(faces.flatMap(({ person, burst }) => (person === id && burst !== undefined ? [burst] : [])));
  const isTheirs = ({ person, burst }: FaceRecord) =>
    person === id || (person === undefined && burst !== undefined && bursts.has(burst) && !others.has(burst));
  return {
    project: { ...project, people: project.people.filter((person) => person.id !== id) },
    faces: faces.filter((face) => !isTheirs(face)),
    removed: faces.filter(isTheirs).map(({ path }) => path),
  };
}
