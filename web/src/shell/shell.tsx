// The frame around the rooms: the bar at the top, the room that the address names, and what is always said at the foot.
import './shell.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ClassPatterns } from '../components/class-style.tsx';
import { StatusLine } from '../components/status-line.tsx';
import { Announcer, announce } from './announcer.tsx';
import { GivenProject } from './given-project.tsx';
import { route } from './hash.ts';
import type { Room } from './room.ts';
import { rooms } from './rooms.ts';
import type { Studio } from './studio.ts';
import { TopBar } from './top-bar.tsx';

export function Shell({ studio }: { readonly studio: Studio }) {
  useEffect(() => {
    // A file that is dropped beside a place for files must not replace the studio.
    const keep = (event: DragEvent) => event.preventDefault();
    addEventListener('dragover', keep);
    addEventListener('drop', keep);
    return () => {
      removeEventListener('dragover', keep);
      removeEventListener('drop', keep);
    };
  }, []);
  return (
    <>
      <button type="button" class="skip hidden-text" onClick={() => document.getElementById('main')!.focus()}>
        Skip to the content
      </button>
      <TopBar studio={studio} />
      <main id="main" tabIndex={-1}>
        <GivenProject studio={studio} />
        <RoomView studio={studio} />
      </main>
      <footer class="foot">
        <p>
          <strong>An expression is not a feeling.</strong> This reports what a face shows, is often wrong, and never
          knows what a person feels. Inferring emotions at work and in education is banned in the EU (AI Act, Art. 5),
          and people in view must be told.
        </p>
      </footer>
      <Announcer />
      <ClassPatterns />
    </>
  );
}

/** Each room once it is loaded. */
const loaded = new Map<string, Room>();

function RoomView({ studio }: { readonly studio: Studio }) {
  const shown = useSignal<Room | undefined>(loaded.get(route.value.room));
  const failed = useSignal<string | undefined>(undefined);
  useSignalEffect(() => {
    const { room: id } = route.value;
    const entry = rooms.find((one) => one.id === id) ?? rooms[0]!;
    document.title = `${entry.title} · mpafer studio`;
    const show = (room: Room) => {
      const isChange = shown.peek() !== undefined && shown.peek() !== room;
      failed.value = undefined;
      shown.value = room;
      if (isChange) announce(entry.title);
    };
    const known = loaded.get(entry.id);
    if (known !== undefined) {
      show(known);
      return;
    }
    entry.load().then(
      ({ room }) => {
        loaded.set(entry.id, room);
        if ((rooms.find((one) => one.id === route.peek().room) ?? rooms[0]!).id === entry.id) show(room);
      },
      (error: Error) => {
        failed.value = error.message;
      },
    );
  });
  if (failed.value !== undefined) {
    return <StatusLine kind="bad">This room cannot be shown: {failed.value}. Reload the page.</StatusLine>;
  }
  const View = shown.value?.View;
  return View === undefined ? null : <View key={shown.value!.id} studio={studio} />;
}
