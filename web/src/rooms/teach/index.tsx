// Teach: classes of one's own, faces for them, and a recogniser that learns while one looks.
import type { Room } from '../../shell/room.ts';
import { TeachView } from './teach-view.tsx';

export const room: Room = { id: 'teach', title: 'Teach', View: TeachView };
