// Many clients at once: good, bad, oversized, slow, stalling and leaving ones, in an order that a seed determines.
import { random } from '../../../src/core/random.ts';
import { type Answer, ask, formOf, keptAlive, postPicture } from '../../../test/support/running-server.ts';
import { numbersOf, type Pictures } from './pictures.ts';

export interface Outcome {
  /** How many answers had each status; `0` is a connection that ended without one. */
  readonly answers: Record<number, number>;
  /** What was not as expected. */
  readonly wrong: string[];
}

/** How often each kind of request is sent. */
const weights = { picture: 60, form: 10, garbage: 8, oversized: 6, type: 4, slow: 6, stalled: 2, leaving: 4 } as const;

export type Kind = keyof typeof weights;

/** Statuses that are right for each kind; the server may always be busy or, at its end, draining. */
const right: Readonly<Record<Kind, readonly number[]>> = {
  picture: [200],
  form: [200],
  garbage: [422],
  oversized: [413],
  type: [415],
  slow: [200],
  stalled: [408],
  leaving: [0, 200],
};

const later = [429, 503];

/** Sends requests over so many connections until the signal says stop. */
export async function storm(
  address: string,
  pictures: Pictures,
  connections: number,
  signal: AbortSignal,
  kinds: readonly Kind[] = Object.keys(weights) as Kind[],
): Promise<Readonly<Record<string, Outcome>>> {
  const outcomes = Object.fromEntries(kinds.map((kind): [Kind, Outcome] => [kind, { answers: {}, wrong: [] }]));
  const agent = keptAlive(connections);
  const drawn = random(7);
  const deck = kinds.flatMap((kind) => Array.from({ length: weights[kind] }, () => kind));
  const client = async (number: number) => {
    for (let turn = 0; !signal.aborted; turn++) {
      const own = drawn.split('client', number).split('turn', turn);
      const kind = deck[own.integer(deck.length)]!;
      const first = own.integer(pictures.length);
      const { answers, wrong } = outcomes[kind]!;
      try {
        const answer = await requests[kind](address, pictures, first, agent);
        answers[answer.status] = (answers[answer.status] ?? 0) + 1;
        const fault = faultOf(kind, answer, pictures, first);
        if (fault !== undefined) wrong.push(fault);
        // A polite client waits; a storm does not wait as long as it is told.
        if (later.includes(answer.status)) await new Promise((resolve) => setTimeout(resolve, 100));
      } catch (error) {
        answers[0] = (answers[0] ?? 0) + 1;
        // After its end nobody answers.
        if (!right[kind].includes(0) && !signal.aborted && !refusedAtEnd(error)) wrong.push(String(error));
        if (refusedAtEnd(error)) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => client(number)));
  agent.destroy();
  return outcomes;
}

/** The connection was refused, or closed by a server that ends before it took the request. */
const refusedAtEnd = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');

type Send = (
  address: string,
  pictures: Pictures,
  first: number,
  agent: ReturnType<typeof keptAlive>,
) => Promise<Answer>;

const formSize = 4;

const garbage = new TextEncoder().encode('This is no picture. '.repeat(50));

const requests: Readonly<Record<Kind, Send>> = {
  picture: (address, pictures, first, agent) => postPicture(address, pictures[first]!.bytes, { agent }),
  async form(address, pictures, first, agent) {
    const { type, body } = await formOf(inForm(pictures, first).map(({ bytes }) => bytes));
    return ask(address, '/v1/recognise', {
      method: 'POST',
      agent,
      headers: { 'content-type': type },
      pieces: [{ bytes: body }],
    });
  },
  garbage: (address, _, __, agent) => postPicture(address, garbage, { agent }),
  // Over a connection of its own: the server closes it.
  oversized: (address) => postPicture(address, new Uint8Array(3_000_000)),
  type: (address, _, __, agent) =>
    postPicture(address, garbage, { agent, headers: { 'content-type': 'application/json' } }),
  slow(address, pictures, first) {
    const { bytes } = pictures[first]!;
    const piece = Math.ceil(bytes.length / 10);
    const pieces = Array.from({ length: 10 }, (_, at) => ({
      after: 200,
      bytes: bytes.subarray(at * piece, (at + 1) * piece),
    }));
    return postPicture(address, bytes, { pieces });
  },
  stalled: (address, pictures, first) =>
    postPicture(address, pictures[first]!.bytes, {
      pieces: [{ bytes: pictures[first]!.bytes.subarray(0, 64) }],
      ends: false,
    }),
  leaving: (address, pictures, first) => postPicture(address, pictures[first]!.bytes, { leaves: 10 }),
};

const inForm = (pictures: Pictures, first: number): Pictures =>
  Array.from({ length: formSize }, (_, index) => pictures[(first + index) % pictures.length]!);

function faultOf(kind: Kind, { status, text }: Answer, pictures: Pictures, first: number): string | undefined {
  if (later.includes(status)) return undefined;
  if (!right[kind].includes(status)) return `${status} ${text.slice(0, 200)}`;
  if (status !== 200) return undefined;
  const found = (JSON.parse(text) as { pictures: Parameters<typeof numbersOf>[0][] }).pictures.map(numbersOf);
  const expected = kind === 'form' ? inForm(pictures, first) : [pictures[first]!];
  const same = expected.every(({ predicted }, index) => predicted === found[index]);
  return same ? undefined : 'other numbers than predict';
}
