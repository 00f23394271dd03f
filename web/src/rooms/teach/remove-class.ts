// Removing a class takes its labels and votes off the faces; taking that back puts them on again, beside whatever was said since.

interface NamedClass {
  readonly name: string;
}

interface ProjectWithClasses {
  readonly classes: readonly NamedClass[];
}

interface LabelledFace {
  readonly path: string;
  readonly label?: string | undefined;
  readonly votes: Readonly<Record<string, string>>;
}

export interface Kept<Project, Face> {
  readonly project: Project;
  readonly faces: readonly Face[];
}

/** What a removal took away. */
export interface RemovedClass {
  readonly own: NamedClass;
  readonly index: number;
  /** Faces that had the class as a label or as a vote, as they were. */
  readonly faces: ReadonlyMap<string, LabelledFace>;
}

export function removeClass<Project extends ProjectWithClasses, Face extends LabelledFace>(
  { project, faces }: Kept<Project, Face>,
  name: string,
): Kept<Project, Face> & { readonly removed: RemovedClass } {
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

/** Faces that have been removed or relabelled since then are left as they are. */
export function restoreClass<Project extends ProjectWithClasses, Face extends LabelledFace>(
  { project, faces }: Kept<Project, Face>,
  { own, index, faces: before }: RemovedClass,
): Kept<Project, Face> {
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
export function withKnownLabels<Face extends LabelledFace>(face: Face, classes: readonly NamedClass[]): Face {
  const isKnown = (label: string) => label === 'not-a-face' || classes.some(({ name }) => name === label);
  return {
    ...face,
    label: face.label !== undefined && isKnown(face.label) ? face.label : undefined,
    votes: Object.fromEntries(Object.entries(face.votes).filter(([, vote]) => isKnown(vote))),
  };
}
