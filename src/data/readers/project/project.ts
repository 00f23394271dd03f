// A project of the studio: labelled faces with people, bursts and votes, split so that neither a person nor a burst is torn apart.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { consentFor } from '../../../project/consent.ts';
import { faceGroups } from '../../../project/face-groups.ts';
import type { FaceRecord } from '../../../project/face-record.ts';
import { facesFile, readFaces } from '../../../project/faces-table.ts';
import { notAFace, type Project, projectFile, readProject } from '../../../project/project-file.ts';
import { votesFor } from '../../../project/votes.ts';
import { alignmentNote } from '../../alignment-file.ts';
import type { Dataset } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { className, orderedClasses } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { utf8 } from '../../text-lines.ts';
import { fileImage } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';
import { type MissingPolicy, presentRows } from '../layout/missing-images.ts';
import { presentImages } from '../layout/present-images.ts';
import { projectPlace } from './project-place.ts';

export interface ProjectOptions {
  readonly random: Random;
  readonly valid?: number | undefined;
  readonly test?: number | undefined;
  /** `given` keeps only faces whose person agreed; those who refused are left out in any case. */
  readonly consent: 'any' | 'given';
  /** What to do about missing pictures; default `refuse`. */
  readonly missing?: MissingPolicy;
}

/**
 * Reads a project.
 *
 * @param path its folder or its zip
 * @throws MpaferError `data` for a folder or zip that is no project, a damaged or newer one, or missing pictures; `label` for a face of
 *   no class of the project
 */
export async function project(host: DataHost, path: string, options: ProjectOptions): Promise<Dataset> {
  const { random, valid, test, consent, missing: policy = 'refuse' } = options;
  const place = await projectPlace(host, path);
  const textOf = async (file: string) => utf8(await place.host.read(joinPath(place.root, file)), place.nameOf(file));
  const record = readProject(await textOf(projectFile), place.nameOf(projectFile));
  const own = ownNames(record, place.nameOf(projectFile));
  const classes = orderedClasses(own.keys());
  const faces = readFaces(await textOf(facesFile), record, place.nameOf(facesFile));
  const notes: string[] = [];
  const groups = new Map(faceGroups(faces).map((group, index) => [faces[index]!, group]));
  const usable = faces.filter((face) => isUsable(face, record, consent));
  skipNotes(faces, record, consent, notes);
  if (usable.length === 0) {
    throw new MpaferError('data', `Cannot open "${path}" as a project: ${emptyState(faces)}`, {
      hint: 'Label some faces in the studio first',
    });
  }
  const present = await presentImages(
    place.host,
    place.root,
    usable.map((face) => face.path),
  );
  const labelFile = place.nameOf(facesFile);
  const rows = { rows: usable, nameOf: (face: FaceRecord) => face.path, present, policy, notes };
  const kept = presentRows({ ...rows, labelFile, folder: path }).map((face) => ({
    id: face.path.normalize('NFC'),
    path: present.get(face.path),
    split: undefined,
    className: className(face.label!),
    face,
    ...(groups.get(face) !== undefined && { group: groups.get(face)! }),
  }));
  const { splits, dealt } = dealSplits(
    kept,
    { random: random.split('project split'), valid, test, by: 'column' },
    notes,
  );
  const voted = faces.some(({ votes }) => Object.keys(votes).length > 1);
  const spoken = classes.map((name) => own.get(name)!);
  const images = kept.map(({ face, ...image }, index) => ({
    ...image,
    split: splits[index]!,
    ...(voted && { votes: votesFor(face, spoken) }),
  }));
  if (record.alignment) notes.push(alignmentNote(record.alignment));
  return {
    name: 'project',
    classes,
    samples: samplesOf(images, classes, place.host, place.root, ({ id, path: at }) =>
      fileImage(place.host, place.root, at ?? id),
    ),
    dealt,
    notes,
    layout: `${facesFile} of "${record.name}"${voted ? `, votes of ${plural(record.coders.length, 'coder')}` : ''}`,
    ...(record.alignment && { alignment: record.alignment }),
    descriptions: Object.fromEntries(
      record.classes.flatMap(({ name, description }) =>
        description.trim() === '' ? [] : [[className(name), description.trim()]],
      ),
    ),
  };
}

/** The project's own names of the classes that every data set knows them by. */
function ownNames({ classes }: Project, file: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name } of classes) {
    const other = names.get(className(name));
    if (other !== undefined) {
      throw new MpaferError(
        'data',
        `Cannot read "${file}": "${other}" and "${name}" are the same class; expected it once`,
      );
    }
    names.set(className(name), name);
  }
  return names;
}

const isUsable = (face: FaceRecord, record: Project, wanted: ProjectOptions['consent']): boolean => {
  const said = consentFor(face, record);
  return (
    face.label !== undefined && face.label !== notAFace && said !== 'refused' && (wanted === 'any' || said === 'given')
  );
};

function skipNotes(faces: readonly FaceRecord[], record: Project, wanted: ProjectOptions['consent'], notes: string[]) {
  const skip = (why: string, is: (face: FaceRecord) => boolean) => {
    const count = faces.filter(is).length;
    if (count > 0) notes.push(`skipped ${plural(count, 'face')} ${why}`);
  };
  const tied = ({ label, votes }: FaceRecord) => label === undefined && Object.keys(votes).length > 1;
  skip('without a label', (face) => face.label === undefined && !tied(face));
  skip('on which coders are tied', tied);
  skip(`marked as ${notAFace}`, ({ label }) => label === notAFace);
  skip('whose consent was refused', (face) => consentFor(face, record) === 'refused');
  if (wanted === 'given') skip('without consent', (face) => consentFor(face, record) === undefined);
}

const emptyState = (faces: readonly FaceRecord[]): string =>
  faces.length === 0 ? `its ${facesFile} has no faces` : `none of its ${plural(faces.length, 'face')} can be used`;
