// A face of a project: what is known of one picture in `faces/`.

/** What a person said about the use of their faces. */
export type ConsentState = 'given' | 'refused';

/** One picture and what is known of it. */
export interface FaceRecord {
  /** `faces/NAME.png`, the same in a folder, a zip and a tab. */
  readonly path: string;
  /** The class in use, or `not-a-face`; absent while nobody has said, or while coders are tied. */
  readonly label?: string | undefined;
  /** Id of one of the project's people. */
  readonly person?: string | undefined;
  /** Pictures taken together: a camera's burst, one video, one session. They never are on two sides of a split. */
  readonly burst?: string | undefined;
  /** The file that it was cut out of, or `camera`. */
  readonly source?: string | undefined;
  /** Seconds from the beginning of its video or burst. */
  readonly time?: number | undefined;
  /** Where it is in its source, in pixels. */
  readonly box?: FaceArea | undefined;
  /** For this face alone; absent where the person's own consent holds. */
  readonly consent?: ConsentState | undefined;
  /** What each coder said, by the coder's name. */
  readonly votes: Readonly<Record<string, string>>;
}

/** A rectangle in pixels. */
export interface FaceArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Folder of the pictures. */
export const facesFolder = 'faces';

/** Whether a path is that of a picture directly in `faces/`, in a format that every host decodes. */
export const isFacePath = (path: string): boolean =>
  /^faces\/[^/\\:*?"<>|]+\.(png|jpe?g|webp)$/i.test(path) && !hasControl(path) && !path.startsWith('faces/.');

const hasControl = (text: string): boolean => [...text].some((letter) => letter.charCodeAt(0) < 32);
