// What a request asks for: its pictures and its settings, from a form or from a picture that is the whole body.
import { nearestName } from '../core/nearest-name.ts';
import { defaultMinFace } from '../faces/find-options.ts';
import { boundaryOf, multipartParts, type Part } from './multipart.ts';
import { Problem } from './problem.ts';
import type { ServerLimits } from './server-limits.ts';

/** Which faces of a picture are recognised; all of them by default. */
export interface FaceSettings {
  /** The largest so many. */
  readonly maxFaces?: number;
  /** Those whose box is at least so many pixels wide. */
  readonly minFace?: number;
}

export interface RecognitionRequest {
  readonly pictures: readonly Uint8Array[];
  readonly settings: FaceSettings;
  /** Whether each face is to be explained. */
  readonly explain: boolean;
}

/** The settings, with the values that each takes. */
export const settingRanges = {
  maxFaces: { least: 1, most: 1000 },
  minFace: { least: defaultMinFace, most: 10_000 },
} as const satisfies Readonly<Record<keyof FaceSettings, { readonly least: number; readonly most: number }>>;

const rangeNames = Object.keys(settingRanges) as readonly (keyof FaceSettings)[];

const explainField = 'explain';

const settingNames: readonly string[] = [...rangeNames, explainField];

const pictureField = 'image';

/** How the body is to be read, by its type. */
export type BodyForm = { readonly kind: 'picture' } | { readonly kind: 'form'; readonly boundary: string };

/** @throws Problem `unsupported-media-type`, `malformed-body` */
export function bodyForm(contentType: string | null): BodyForm {
  const [type = ''] = (contentType ?? '').split(';');
  const name = type.trim().toLowerCase();
  if (name.startsWith('image/')) return { kind: 'picture' };
  if (name !== 'multipart/form-data') {
    throw new Problem(
      'unsupported-media-type',
      `Cannot read a body of type ${JSON.stringify(name.slice(0, 100))}; expected image/* or multipart/form-data`,
      {
        hint: 'Send the picture itself: paths and addresses are never read',
        headers: { accept: 'image/*, multipart/form-data' },
      },
    );
  }
  const boundary = boundaryOf(contentType!);
  if (boundary !== undefined) return { kind: 'form', boundary };
  throw new Problem('malformed-body', 'Cannot read the multipart body: its content type names no boundary');
}

/** Most bytes of a body of this form. */
export const longestBody = (form: BodyForm, { pictureBytes, bodyBytes }: ServerLimits): number =>
  form.kind === 'picture' ? pictureBytes : bodyBytes;

/**
 * Reads a body and the settings of the address.
 *
 * @throws Problem that names the field and what is wrong with it
 */
export function recognitionRequest(
  form: BodyForm,
  body: Uint8Array,
  query: readonly (readonly [string, string])[],
  limits: ServerLimits,
): RecognitionRequest {
  const settings = new Map<string, string>();
  const set = (name: string, value: string) => {
    if (settings.has(name)) throw new Problem('wrong-value', `Cannot use "${name}": it is given twice`);
    settings.set(name, value);
  };
  for (const [name, value] of query) set(name, value);
  const pictures: Uint8Array[] = [];
  if (form.kind === 'picture') pictures.push(body);
  else {
    // Besides the pictures there is at most one part for each setting.
    for (const part of multipartParts(body, form.boundary, limits.pictures + settingNames.length)) {
      if (part.name === pictureField) pictures.push(pictureOf(part));
      else set(part.name, new TextDecoder().decode(part.content.subarray(0, 100)));
    }
  }
  if (pictures.length > limits.pictures) {
    throw new Problem(
      'too-many-pictures',
      `Cannot recognise ${pictures.length} pictures at once; expected at most ${limits.pictures}`,
    );
  }
  if (pictures.every(({ length }) => length === 0)) {
    throw new Problem(
      'no-picture',
      `Cannot recognise anything: ${pictures.length === 0 ? 'there is no picture' : 'the picture is empty'}`,
      {
        hint: `A form has each picture as a file in a field "${pictureField}"`,
      },
    );
  }
  pictures.forEach(({ length }, index) => {
    if (length <= limits.pictureBytes) return;
    throw new Problem(
      'picture-too-large',
      `Cannot recognise picture ${index + 1}: it has ${length} bytes; expected at most ${limits.pictureBytes}`,
    );
  });
  const explain = explainOf(settings.get(explainField));
  settings.delete(explainField);
  return { pictures, settings: settingsOf(settings), explain };
}

/** Text in place of a file is a path or an address as a rule. */
function pictureOf({ isFile, content }: Part): Uint8Array {
  if (isFile) return content;
  throw new Problem('wrong-value', `Cannot use "${pictureField}": it is text; expected a file`, {
    hint: `Send the picture itself: paths and addresses are never read (curl: --form ${pictureField}=@FILE)`,
  });
}

function explainOf(text = 'false'): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Problem('wrong-value', `Cannot use "${explainField}" ${JSON.stringify(text)}; expected true or false`);
}

function settingsOf(given: ReadonlyMap<string, string>): FaceSettings {
  const settings: { maxFaces?: number; minFace?: number } = {};
  for (const [name, text] of given) {
    const known = rangeNames.find((setting) => setting === name);
    if (known === undefined) throw unknownField(name);
    const { least, most } = settingRanges[known];
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < least || value > most) {
      throw new Problem(
        'wrong-value',
        `Cannot use "${known}" ${JSON.stringify(text)}; expected a whole number from ${least} to ${most}`,
      );
    }
    settings[known] = value;
  }
  return settings;
}

function unknownField(name: string): Problem {
  const known = [pictureField, ...settingNames];
  const nearest = nearestName(name.slice(0, 100), known);
  return new Problem(
    'unknown-field',
    `Unknown field ${JSON.stringify(name.slice(0, 100))}; ${nearest === undefined ? `expected ${known.join(', ').replace(/, ([^,]+)$/, ' or $1')}` : `did you mean "${nearest}"?`}`,
  );
}
