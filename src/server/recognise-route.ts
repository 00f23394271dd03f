// `POST /v1/recognise`: a permit, then the body, then the queue.
import { MpaferError } from '../core/errors.ts';
import type { Explanation } from '../evaluate/explanation.ts';
import type { Recognition } from '../recognise/expression-recogniser.ts';
import { type ExplainedRecognition, explained, type PictureToExplain } from './explained-faces.ts';
import type { Permits } from './permits.ts';
import { Problem } from './problem.ts';
import { type BodyLimits, readBody, refuseBody } from './read-body.ts';
import type { RecognitionQueue } from './recognition-queue.ts';
import { bodyForm, type FaceSettings, longestBody, recognitionRequest } from './recognition-request.ts';
import type { ServerLimits } from './server-limits.ts';
import type { ModelExplanation, ServedModel, ServerState } from './server-state.ts';

export interface RecogniseRoute {
  readonly state: ServerState;
  readonly limits: ServerLimits;
  readonly permits: Permits;
  readonly queue: RecognitionQueue;
  /** Where faces wait to be explained. */
  readonly explanations: RecognitionQueue<PictureToExplain, readonly Explanation[]>;
  /** Told of bodies and results, for metrics and the access log. */
  readonly note: (counts: { readonly bytes?: number; readonly results?: readonly Recognition[] }) => void;
}

/** @throws Problem for whatever does not let the request be answered */
export async function recogniseRoute(
  request: Request,
  requestId: string,
  { state, limits, permits, queue, explanations, note }: RecogniseRoute,
): Promise<object> {
  const { model } = state.served();
  const form = bodyForm(request.headers.get('content-type'));
  const most = longestBody(form, limits);
  const body: BodyLimits = { bytes: most, discarded: limits.bodyBytes, pause: limits.pause, upload: limits.upload };
  const told = request.headers.get('content-length');
  const length = told === null ? most : Number(told);
  if (length > most) throw await refuseBody(request, body);
  const permit = permits.take(length);
  if (permit === undefined) {
    throw new Problem('busy', `Cannot take another request: ${permits.taken} are being answered`, {
      retryAfter: queue.retryAfter(),
      headers: { connection: 'close' },
    });
  }
  try {
    const content = await readBody(request, body);
    permit.shrink(content.length);
    note({ bytes: content.length });
    const query = [...new URL(request.url).searchParams];
    const { pictures, settings, explain } = recognitionRequest(form, content, query, limits);
    requireFinder(model.faces, settings);
    const explanation = explain ? requireExplanation(model) : undefined;
    const results = await queue.add(pictures, request.signal).catch(failed);
    note({ results });
    const answers = results.map((result) => answerOf(result, settings));
    const [first] = answers;
    if (first !== undefined && 'reason' in first && answers.every(isUnreadable)) {
      throw new Problem('unreadable-pictures', first.reason, {
        extra: { pictures: answers },
      });
    }
    const full: readonly ExplainedRecognition[] =
      explanation === undefined
        ? answers
        : await explained(pictures, answers, explanation.verdict, (asked) =>
            explanations.add(asked, request.signal).catch(failed),
          );
    return { requestId, model: { name: model.name, digest: model.digest }, pictures: full };
  } finally {
    permit.release();
  }
}

/** No setting is ignored. @throws Problem `wrong-value` */
function requireFinder(faces: 'find' | 'crop', settings: FaceSettings): void {
  const [name] = Object.keys(settings);
  if (faces === 'find' || name === undefined) return;
  throw new Problem('wrong-value', `Cannot use "${name}": this server takes each picture as a crop of one face`);
}

/** What cannot be explained is refused before anything is recognised. @throws Problem `not-explainable` */
function requireExplanation({ name, explanation }: ServedModel): ModelExplanation {
  if (explanation !== null) return explanation;
  throw new Problem(
    'not-explainable',
    `Cannot explain "${name}": it has no checkpoint; expected a server of a trained run or a pack`,
    { hint: 'Leave out "explain"; /v1/model says whether a recogniser can be explained' },
  );
}

/** That a picture has no face is an answer; the others are not. */
const isUnreadable = ({ status }: Recognition): boolean => status !== 'ok' && status !== 'no-face';

/** A failure with a name is the host's: memory, the runtime. @throws Problem `recognition-failed`, or the error as it is */
function failed(error: unknown): never {
  if (!(error instanceof MpaferError)) throw error;
  throw new Problem('recognition-failed', error.message, { cause: error });
}

/** The faces that were asked for. Names of files are none of the server's business, and 1,404 numbers a face would be most of an answer. */
function answerOf({ source, ...result }: Recognition, { maxFaces, minFace = 0 }: FaceSettings): Recognition {
  if (result.status !== 'ok') return result;
  const faces = result.faces
    .filter(({ box }) => Math.max(box.width, box.height) >= minFace)
    .slice(0, maxFaces)
    .map(({ landmarks, ...face }) => face);
  if (faces.length > 0) return { ...result, faces };
  const reason = `Cannot recognise "picture": no face in it has a box of ${minFace} pixels or more`;
  return { status: 'no-face', faces, code: 'image', reason };
}
