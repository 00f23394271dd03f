// Understand: how good, for whom, and why.
import type { Room } from '../../shell/room.ts';
import { UnderstandView } from './understand-view.tsx';

export const room: Room = { id: 'understand', title: 'Understand', View: UnderstandView };
