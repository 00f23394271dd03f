// The one script of all workers: becomes the task that it is given, and answers calls of its functions.
import { MpaferError } from 'mpafer';
import { type SentFailure, type Task, transferOf, type WorkReply, type WorkRequest } from './port.ts';
import type { TaskName } from './tasks.ts';

const loaders: Readonly<Record<TaskName, () => Promise<{ readonly task: object }>>> = {
  look: () => import('./tasks/look.ts'),
  project: () => import('./tasks/project.ts'),
};

interface Running {
  readonly controller: AbortController;
  readonly stream?: AsyncGenerator<unknown, unknown, undefined>;
}

let task: Promise<Task> | undefined;
let assets = '';
const running = new Map<number, Running>();

const scope = globalThis as unknown as {
  postMessage(message: WorkReply, transfer: Transferable[]): void;
  onmessage: (event: MessageEvent<WorkRequest>) => void;
};
const post = (reply: WorkReply) => scope.postMessage(reply, 'value' in reply ? transferOf(reply.value) : []);

scope.onmessage = ({ data: request }) => {
  if (request.kind === 'task') {
    assets = request.assets;
    task = loaders[request.name as TaskName]().then((loaded) => loaded.task as Task);
  } else if (request.kind === 'call') void call(request.id, request.name, request.input);
  else if (request.kind === 'next') void next(request.id);
  else stop(request.id);
};

async function call(id: number, name: string, input: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, { controller });
  try {
    const answer = (await task!)[name]!(input as never, {
      assets,
      signal: controller.signal,
      report: (value) => post({ kind: 'progress', id, value }),
    });
    if (Symbol.asyncIterator in answer) running.set(id, { controller, stream: answer });
    else end(id, await answer);
  } catch (error) {
    fail(id, error);
  }
}

async function next(id: number): Promise<void> {
  const stream = running.get(id)?.stream;
  // The call before it may still be waiting for its task.
  if (stream === undefined) {
    if (!running.has(id)) return;
    await task;
    return next(id);
  }
  try {
    const { done, value } = await stream.next();
    if (done) end(id, value);
    else post({ kind: 'item', id, value });
  } catch (error) {
    fail(id, error);
  }
}

function stop(id: number): void {
  const found = running.get(id);
  running.delete(id);
  found?.controller.abort();
  found?.stream?.return(undefined).catch(() => {});
}

function end(id: number, value: unknown): void {
  running.delete(id);
  post({ kind: 'end', id, value });
}

function fail(id: number, error: unknown): void {
  running.delete(id);
  post({ kind: 'failed', id, failure: failureOf(error) });
}

function failureOf(error: unknown): SentFailure {
  if (error instanceof MpaferError) return { code: error.code, message: error.message, hint: error.hint };
  console.error(error);
  return { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
