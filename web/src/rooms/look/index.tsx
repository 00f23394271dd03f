// The Look room: what a recogniser says of photos, videos and the camera.
import type { Room } from '../../shell/room.ts';
import { LookView } from './look-view.tsx';

export const room: Room = { id: 'look', title: 'Look', View: LookView };
