// The project format for programs, as one list of named exports.
export { consentFor } from './consent.ts';
export { faceGroups } from './face-groups.ts';
export { type ConsentState, type FaceArea, type FaceRecord, facesFolder, isFacePath } from './face-record.ts';
export { facesFile, readFaces, writeFaces } from './faces-table.ts';
export { forgetPerson } from './forget.ts';
export {
  type Consent,
  newProject,
  notAFace,
  type Person,
  type Project,
  projectFile,
  readProject,
  writeProject,
} from './project-file.ts';
export type { ProjectEntry, ProjectFiles, ProjectSource } from './project-files.ts';
export { copyProject, projectInZip, projectZipPieces } from './project-zip.ts';
export { consensus, votesFor } from './votes.ts';
export type { ByteSource } from './zip/byte-source.ts';
