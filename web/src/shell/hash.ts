// The address's hash: the room, and settings that are not private, so that a link opens the same view. Never data.
import { type ReadonlySignal, signal } from '@preact/signals';
import { type RoomId, roomIds } from './room.ts';

export interface Route {
  readonly room: RoomId;
  readonly parameters: Readonly<Record<string, string>>;
}

/** `#look?cut=40` */
export function parseHash(hash: string): Route {
  const [, name = '', query = ''] = /^#?([^?]*)\??(.*)$/.exec(hash) ?? [];
  const room = roomIds.find((id) => id === name) ?? 'look';
  return { room, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

export function formatHash({ room, parameters }: Route): string {
  const query = new URLSearchParams(parameters).toString();
  return query === '' ? `#${room}` : `#${room}?${query}`;
}

const current = signal<Route>(parseHash(globalThis.location?.hash ?? ''));

export const route: ReadonlySignal<Route> = current;

/** Follows the address from now on. */
export function followHash(): void {
  addEventListener('hashchange', () => {
    current.value = parseHash(location.hash);
  });
}

/** Shows another room. */
export function goTo(room: RoomId, parameters: Readonly<Record<string, string>> = {}): void {
  location.hash = formatHash({ room, parameters });
}

/** Changes settings of the room that is shown, without a step of the history; undefined removes one. */
export function setParameters(changed: Readonly<Record<string, string | undefined>>): void {
  const kept = Object.entries({ ...current.value.parameters, ...changed }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  current.value = { room: current.value.room, parameters: Object.fromEntries(kept) };
  history.replaceState(null, '', formatHash(current.value));
}
