// A server with a recogniser that answers by rule: it needs no model and no socket.
import type { Recognition } from '../../src/recognise/expression-recogniser.ts';
import type { AccessRecord } from '../../src/server/access-record.ts';
import type { ExplainPictures } from '../../src/server/explained-faces.ts';
import type { RecognisePictures } from '../../src/server/recognition-queue.ts';
import { type ServerApp, serverApp } from '../../src/server/server-app.ts';
import { defaultLimits, type ServerLimits } from '../../src/server/server-limits.ts';
import type { ServedModel } from '../../src/server/server-state.ts';

export const servedModel: ServedModel = {
  name: 'drawn',
  digest: 'ab'.repeat(32),
  clip: { name: 'tiny', digest: 'cd'.repeat(32) },
  classes: ['light', 'dark'],
  faces: 'crop',
  calibration: { temperature: 1, abstainBelow: null },
  explanation: { method: 'gate', verdict: { verdict: 'not measured', text: 'the map gate was not tested' } },
  card: '# A card',
};

/** The probability of `light` is the first byte; pictures that begin with `x` cannot be read. */
export const byFirstByte = (picture: Uint8Array): Recognition => {
  if (picture.length === 0 || picture[0] === 0x78) {
    return { status: 'unreadable', faces: [], code: 'image', reason: 'Cannot decode "picture": it is damaged' };
  }
  const light = picture[0]! / 255;
  const confidence = Math.max(light, 1 - light);
  return {
    status: 'ok',
    source: 'private-name.jpg',
    faces: [
      {
        expression: light >= 0.5 ? 'light' : 'dark',
        probabilities: { light, dark: 1 - light },
        confidence,
        unsure: false,
        status: 'ok',
        box: { x: 0, y: 0, width: 1, height: 1 },
      },
    ],
  };
};

/** The margin says which picture it is of, the map how many faces of it came before. */
export const explainedByRule: ExplainPictures = async (asked) =>
  asked.map(({ picture, eyes }) =>
    eyes.map((_, face) => ({
      method: 'gate',
      expression: 'light',
      against: 'dark',
      margin: { total: picture[0]!, global: picture[0]!, local: 0, localShare: 0 },
      map: { rows: 1, columns: 1, values: [face] },
    })),
  );

export interface Served {
  readonly app: ServerApp;
  /** Sizes of the batches so far. */
  readonly batches: number[];
  readonly records: AccessRecord[];
  readonly errors: unknown[];
  post(body: RequestInit['body'], headers?: Readonly<Record<string, string>>, query?: string): Promise<Response>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export interface ServedOptions {
  readonly limits?: Partial<ServerLimits>;
  readonly token?: string;
  readonly hosts?: readonly string[];
  readonly origins?: readonly string[];
  readonly recognise?: RecognisePictures;
  readonly explain?: ExplainPictures;
  readonly model?: Partial<ServedModel>;
  readonly faces?: 'find' | 'crop';
  /** Whether the model is there from the start; true by default. */
  readonly loaded?: boolean;
}

/** What clients send by themselves. */
const usual = { host: 'localhost:8080' };

export function served({
  limits,
  token,
  hosts = [],
  origins = [],
  recognise,
  explain = explainedByRule,
  model,
  faces = 'crop',
  loaded = true,
}: ServedOptions = {}): Served {
  const [batches, records, errors]: [number[], AccessRecord[], unknown[]] = [[], [], []];
  let [time, ids] = [0, 0];
  const app = serverApp({
    version: '1.2.3',
    limits: { ...defaultLimits, ...limits },
    access: { token, hosts, origins },
    clock: () => time++,
    newRequestId: () => `request-${++ids}`,
    onAccess: (record) => records.push(record),
    onError: (error) => errors.push(error),
    process: () => ({ lag: { '0.99': 0.001 }, memory: 1000 }),
  });
  const answers: RecognisePictures =
    recognise ??
    (async (pictures) => {
      batches.push(pictures.length);
      return pictures.map(byFirstByte);
    });
  if (loaded) app.ready({ model: { ...servedModel, faces, ...model }, recognise: answers, explain });
  return {
    app,
    batches,
    records,
    errors,
    async post(body, headers = {}, query = '') {
      // As a socket gives it: the stream that a form becomes here fails when it is cancelled.
      const form = body instanceof FormData ? new Response(body) : undefined;
      const type = form && { 'content-type': form.headers.get('content-type')! };
      return app.fetch(
        new Request(`http://localhost:8080/v1/recognise${query}`, {
          method: 'POST',
          body: form === undefined ? body : await form.arrayBuffer(),
          headers: { ...usual, ...type, ...headers },
          duplex: 'half',
        } as RequestInit),
      );
    },
    get: (path, headers = {}) =>
      app.fetch(new Request(`http://localhost:8080${path}`, { headers: { ...usual, ...headers } })),
  };
}

export const png = { 'content-type': 'image/png' } as const;

/** A picture whose probability of `light` is this byte in 255. */
export const bytes = (...values: readonly number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values);

/** A form with each picture as a file named `image`. */
export function form(
  pictures: readonly Uint8Array<ArrayBuffer>[],
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const data = new FormData();
  for (const picture of pictures) data.append('image', new File([picture], 'private-name.jpg', { type: 'image/jpeg' }));
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}
