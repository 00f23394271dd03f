// Removing a class takes its labels and votes off the faces; taking that back puts them on again, beside whatever was said since.
import type { FaceRecord, Project } from '../../project/project-store.ts';

export interface Kept {
  readonly project: Project;
  readonly faces: readonly FaceRecord[];
}

/** What a removal took away. */
export interface RemovedClass {
  readonly own: Project['classes'][number];
  readonly index: number;
  /** Faces that had the class as a label or as a vote, as they were. */
  readonly faces: ReadonlyMap<string, FaceRecord>;
}

export function removeClass({ project, faces }: Kept, name: string): Kept & { readonly removed: RemovedClass } {
  const index = project.classes.findIndex((own) => own.name === name);
  const classes = project.classes.toSpliced(index, 1);
  const touched = faces.filter(({ label, votes }) => label === name || Object.values(votes).includes(name));
  const had = new Set(touched);
  return {
    project: { ...project, classes },
    faces: faces.map((face) => (had.has(face) ? withKnownLabels(face, classes) : face)),
    removed: { own: project.classes[index]!, index, faces: new Map(touched.map((face) => [face.path, face])) },
  };
}

/** Faces that were removed, or labelled anew, since then stay so. */
export function restoreClass({ project, faces }: Kept, { own, index, faces: before }: RemovedClass): Kept {
  const classes = project.classes.toSpliced(Math.min(index, project.classes.length), 0, own);
  return {
    project: { ...project, classes },
    faces: faces.map((face) => {
      const old = before.get(face.path);
      if (old === undefined) return face;
      const label = face.label ?? (old.label === own.name ? own.name : undefined);
      return withKnownLabels({ ...face, label, votes: { ...old.votes, ...face.votes } }, classes);
    }),
  };
}

/** A label that is not `not-a-face` and names none of these classes would make the table unreadable. */
export function withKnownLabels(face: FaceRecord, classes: Project['classes']): FaceRecord {
  const isKnown = (label: string) => label === 'not-a-face' || classes.some(({ name }) => name === label);
  return {
    ...face,
    label: face.label !== undefined && isKnown(face.label) ? face.label : undefined,
    votes: Object.fromEntries(Object.entries(face.votes).filter(([, vote]) => isKnown(vote))),
  };
}
