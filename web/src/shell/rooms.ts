// The rooms by name, each loaded when it is first shown.
import type { Room, RoomId } from './room.ts';

export interface RoomEntry {
  readonly id: RoomId;
  readonly title: string;
  load(): Promise<{ readonly room: Room }>;
}

/** In the order of the navigation. */
export const rooms: readonly RoomEntry[] = [
  { id: 'look', title: 'Look', load: () => import('../rooms/look/index.tsx') },
  { id: 'teach', title: 'Teach', load: () => import('../rooms/teach/index.tsx') },
  { id: 'understand', title: 'Understand', load: () => import('../rooms/understand/index.tsx') },
];
