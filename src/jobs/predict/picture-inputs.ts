// What a prediction reads: paths, or one picture that came through standard input.
import { pictureName } from '../../recognise/read-picture.ts';

/** A path or address, or a picture with a name of its own. */
export type PictureInput = string | File;

/** What results call an input. */
export const inputName = (input: PictureInput): string => (typeof input === 'string' ? input : pictureName(input));

/** Inputs in order, the next of which can be looked at before they are taken. */
export interface PictureInputs {
  /** So many, or as many as there are: none at the end. */
  peek(count: number): Promise<readonly PictureInput[]>;
  take(count: number): Promise<readonly PictureInput[]>;
  /** Stops the source, which may be waiting for its own next picture: nobody waits for that. */
  close(): void;
}

export function pictureInputs(images: AsyncIterable<PictureInput>): PictureInputs {
  const source = images[Symbol.asyncIterator]();
  let waiting: PictureInput[] = [];
  let ended = false;
  const peek = async (count: number) => {
    while (waiting.length < count && !ended) {
      const { value, done } = await source.next();
      if (done) ended = true;
      else waiting.push(value);
    }
    return waiting.slice(0, count);
  };
  return {
    peek,
    async take(count) {
      const taken = await peek(count);
      waiting = waiting.slice(taken.length);
      return taken;
    },
    close() {
      Promise.resolve(source.return?.(undefined)).catch(() => {});
    },
  };
}
