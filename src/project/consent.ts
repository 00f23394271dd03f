// Whose faces may be used: what was said for a face, else what its person said.
import type { ConsentState, FaceRecord } from './face-record.ts';
import type { Project } from './project-file.ts';

/** Undefined where nobody has said. */
export function consentFor(face: FaceRecord, { people }: Pick<Project, 'people'>): ConsentState | undefined {
  return face.consent ?? people.find(({ id }) => id === face.person)?.consent?.state;
}
