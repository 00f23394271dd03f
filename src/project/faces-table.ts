// `faces.csv`: a row for each face, readable by any spreadsheet.
import { type CsvRow, columnsOf, csvRows } from '../core/csv.ts';
import { csvRow } from '../core/csv-row.ts';
import { MpaferError } from '../core/errors.ts';
import { nearestName } from '../core/nearest-name.ts';
import { plural } from '../core/plural.ts';
import { type ConsentState, type FaceArea, type FaceRecord, isFacePath } from './face-record.ts';
import { notAFace, type Project } from './project-file.ts';

/** The file's name in the folder of a project. */
export const facesFile = 'faces.csv';

const columns = ['path', 'label', 'person', 'burst', 'source', 'time', 'box', 'consent'] as const;

/** Before the name of a coder, in the name of the column of their votes. */
const coderPrefix = 'coder:';

/** The file's text; equal faces give equal texts. */
export function writeFaces(faces: readonly FaceRecord[], { coders }: Pick<Project, 'coders'>): string {
  const rows = faces.map((face) =>
    csvRow([
      face.path,
      face.label,
      face.person,
      face.burst,
      face.source,
      face.time,
      face.box && boxText(face.box),
      face.consent,
      ...coders.map((coder) => face.votes[coder]),
    ]),
  );
  return [csvRow([...columns, ...coders.map((coder) => coderPrefix + coder)]), ...rows].join('');
}

const boxText = ({ x, y, width, height }: FaceArea): string => [x, y, width, height].join(' ');

/**
 * Reads `faces.csv`. Only `path` must be there; a column that is not known is refused, so that a misspelt one is not lost.
 *
 * @param file what to call the file in messages
 * @throws MpaferError `data` for a table or a row that cannot be read, `label` for one that is no class of the project; both name the line
 */
export function readFaces(text: string, project: Project, file: string): FaceRecord[] {
  const [header, ...rows] = csvRows(text.replace(/^\uFEFF/, ''), file);
  const at = tableColumns(header, project, file);
  const known = {
    labels: new Set([...project.classes.map(({ name }) => name.normalize('NFC')), notAFace]),
    people: new Set(project.people.map(({ id }) => id)),
    coders: project.coders.filter((coder) => at.has(coderPrefix + coder)),
  };
  const bad: string[] = [];
  let code: 'data' | 'label' = 'data';
  const seen = new Set<string>();
  const faces: FaceRecord[] = [];
  for (const row of rows) {
    const read = faceOf(row, at, known);
    const wrong = 'wrong' in read ? read : repeated(read, seen);
    if (wrong === undefined) faces.push(read as FaceRecord);
    else {
      if (bad.length === 0) code = wrong.label ? 'label' : 'data';
      bad.push(`line ${row.line}: ${wrong.wrong}`);
    }
  }
  if (bad.length === 0) return faces;
  const others = bad.length === 1 ? '' : ` (and ${plural(bad.length - 1, 'more bad line')} after it)`;
  throw new MpaferError(code, `Cannot read "${file}" ${bad[0]}${others}`);
}

interface Known {
  readonly labels: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
  readonly coders: readonly string[];
}

interface Wrong {
  readonly wrong: string;
  readonly label?: true;
}

function repeated({ path }: FaceRecord, seen: Set<string>): Wrong | undefined {
  // Some file systems hold these two as one.
  const key = path.normalize('NFC').toLowerCase();
  if (seen.has(key)) return { wrong: `the path "${path}" is there a second time` };
  seen.add(key);
  return undefined;
}

function tableColumns(header: CsvRow | undefined, { coders }: Project, file: string): ReadonlyMap<string, number> {
  columnsOf(header, ['path'], file);
  const at = new Map<string, number>();
  const wanted: readonly string[] = [...columns, ...coders.map((coder) => coderPrefix + coder)];
  for (const [index, field] of header!.fields.entries()) {
    const text = field.trim();
    const name = text.startsWith(coderPrefix) ? text : text.toLowerCase();
    const refuse = (found: string, hint?: string) =>
      new MpaferError(
        'data',
        `Cannot read "${file}" line ${header!.line}: ${found}`,
        hint === undefined ? {} : { hint },
      );
    if (at.has(name)) throw refuse(`the column "${name}" is there twice; expected it once`);
    if (!wanted.includes(name)) {
      const near = nearestName(name, wanted);
      throw refuse(
        name.startsWith(coderPrefix)
          ? `the column "${name}" is of a coder that project.json does not name`
          : `there is no column "${name}" in a project; expected some of ${columns.join(', ')}`,
        near === undefined ? undefined : `Did you mean "${near}"?`,
      );
    }
    at.set(name, index);
  }
  return at;
}

function faceOf(row: CsvRow, at: ReadonlyMap<string, number>, { labels, people, coders }: Known): FaceRecord | Wrong {
  const field = (name: string) => plainText(row.fields[at.get(name) ?? -1] ?? '');
  const path = field('path');
  if (!isFacePath(path)) return { wrong: `the path is "${path}"; expected faces/NAME.png, .jpg or .webp` };
  const label = field('label').normalize('NFC');
  if (label !== '' && !labels.has(label)) return noClass('the label', label, labels);
  const person = field('person');
  if (person !== '' && !people.has(person)) return { wrong: `the person "${person}" is not in project.json` };
  const consent = field('consent');
  if (!['', 'given', 'refused'].includes(consent))
    return { wrong: `consent is "${consent}"; expected given or refused` };
  const time = numbersIn(field('time'));
  if (time.length > 1 || time.some((value) => !(value >= 0))) {
    return { wrong: `the time is "${field('time')}"; expected seconds from 0` };
  }
  const box = numbersIn(field('box'));
  if (box.length > 0 && !(box.length === 4 && box.every(Number.isFinite) && box[2]! > 0 && box[3]! > 0)) {
    return { wrong: `the box is "${field('box')}"; expected x y width height in pixels` };
  }
  const votes: Record<string, string> = {};
  for (const coder of coders) {
    const vote = field(coderPrefix + coder).normalize('NFC');
    if (vote !== '' && !labels.has(vote)) return noClass(`the vote of ${coder}`, vote, labels);
    if (vote !== '') votes[coder] = vote;
  }
  const [x, y, width, height] = box;
  return {
    path,
    ...(label !== '' && { label }),
    ...(person !== '' && { person }),
    ...(field('burst') !== '' && { burst: field('burst') }),
    ...(field('source') !== '' && { source: field('source') }),
    ...(time.length > 0 && { time: time[0]! }),
    ...(box.length > 0 && { box: { x: x!, y: y!, width: width!, height: height! } }),
    ...(consent !== '' && { consent: consent as ConsentState }),
    votes,
  };
}

const noClass = (what: string, label: string, labels: ReadonlySet<string>): Wrong => ({
  wrong: `${what} is "${label}"; expected one of ${[...labels].join(', ')}`,
  label: true,
});

const numbersIn = (text: string): number[] => (text.trim() === '' ? [] : text.trim().split(/\s+/).map(Number));

/** Without the apostrophe that keeps a spreadsheet from running the text. */
const plainText = (field: string): string => (/^'[=+\-@\t\r\n]/.test(field) ? field.slice(1) : field).trim();
