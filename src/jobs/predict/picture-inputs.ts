// What a prediction reads: paths, or one picture that came through standard input.
import { pictureName } from '../../recognise/read-picture.ts';

/** A path or address, or a picture with a name of its own. */
export type PictureInput = string | File;

/** What results call an input. */
export const inputName = (input: PictureInput): string => (typeof input === 'string' ? input : pictureName(input));

/** Inputs one by one, the next of which can be looked at before it is taken. */
export interface PictureInputs {
  /** Undefined at the end. */
  peek(): Promise<PictureInput | undefined>;
  take(): Promise<PictureInput | undefined>;
  /** Stops the source, which may be waiting for its own next picture: nobody waits for that. */
  close(): void;
}

export function pictureInputs(images: AsyncIterable<PictureInput>): PictureInputs {
  const source = images[Symbol.asyncIterator]();
  let next: Promise<PictureInput | undefined> | undefined;
  const peek = () => {
    next ??= source.next().then(({ value, done }) => (done ? undefined : value));
    return next;
  };
  return {
    peek,
    async take() {
      const taken = await peek();
      // At the end it stays there.
      if (taken !== undefined) next = undefined;
      return taken;
    },
    close() {
      Promise.resolve(source.return?.(undefined)).catch(() => {});
    },
  };
}
