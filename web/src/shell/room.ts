// What a room of the studio is: a view that the shell shows when the address says so.
import type { ComponentType } from 'preact';
import type { Studio } from './studio.ts';

export const roomIds = ['look', 'teach', 'understand'] as const;

export type RoomId = (typeof roomIds)[number];

export interface Room {
  readonly id: RoomId;
  /** Its name in the navigation. */
  readonly title: string;
  /** The content of <main>; it begins with an <h1>. */
  readonly View: ComponentType<{ readonly studio: Studio }>;
}
