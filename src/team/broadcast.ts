// The leader's bytes to every rank.
import type { Team } from './team.ts';

/**
 * Each rank receives a slice and passes it on to all, so that no rank sends the whole to everyone.
 *
 * @param bytes of the leader; what others give is ignored
 * @throws MpaferError as `Team.gather`
 */
export async function broadcast(team: Team, bytes: Uint8Array | undefined): Promise<Uint8Array> {
  const { rank, size } = team;
  const own = rank === 0 ? bytes! : new Uint8Array();
  if (size === 1) return own;
  const [first] = await team.gather(new Uint8Array(new Float64Array([own.length]).buffer));
  const length = new Float64Array(first!.slice().buffer)[0]!;
  const slice = Math.ceil(length / size);
  const pieces = Array.from({ length: size }, (_, to) => {
    const piece = new Uint8Array(slice);
    piece.set(own.subarray(to * slice, (to + 1) * slice));
    return piece;
  });
  const [received] = await team.exchange(pieces);
  const whole = new Uint8Array(size * slice);
  (await team.gather(received!)).forEach((part, at) => {
    whole.set(part, at * slice);
  });
  return whole.subarray(0, length);
}

/** The same for what JSON can hold. @param value of the leader */
export async function broadcastJson<T>(team: Team, value: T | undefined): Promise<T> {
  if (team.size === 1) return value!;
  const text = team.rank === 0 ? new TextEncoder().encode(JSON.stringify(value)) : undefined;
  return JSON.parse(new TextDecoder().decode(await broadcast(team, text))) as T;
}
