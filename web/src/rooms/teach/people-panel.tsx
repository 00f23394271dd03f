// The people of the project: what they agreed to, what groups they belong to, and how to forget them.
import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { NameForm } from '../../components/name-form.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Person } from '../../project/project-store.ts';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

export function PeoplePanel({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const { people } = store.project.value;
  const said = useSignal('');
  const add = (wanted: string): undefined => {
    const ids = new Set(people.map(({ id }) => id));
    let count = people.length + 1;
    while (ids.has(`p${count}`)) count++;
    store.change({
      project: { ...store.project.value, people: [...people, { id: `p${count}`, name: wanted, attributes: {} }] },
    });
  };
  return (
    <section aria-labelledby="teach-people">
      <h2 id="teach-people">People</h2>
      <p class="teach-lead">
        Who is shown decides how faces are split: no one is in training and in the test. Names stay in this project;
        packs hold none.
      </p>
      <NameForm label="Name of a new person" placeholder="Name or number" button="Add a person" onAdd={add} />
      <ul class="teach-people">
        {people.map((person) => (
          <PersonCard key={person.id} studio={studio} person={person} onSaid={(text) => (said.value = text)} />
        ))}
      </ul>
      {said.value !== '' && <StatusLine kind="ok">{said.value}</StatusLine>}
      <details class="teach-print">
        <summary>A notice to print and to show</summary>
        <blockquote>
          Here, pictures of faces are taken and a program names the expression that it sees. This happens on one device;
          nothing is sent anywhere. An expression is not a feeling, and the program is often wrong. You may refuse, and
          you may ask at any time that all pictures of you are deleted.
        </blockquote>
        <Button onClick={() => print()}>Print this page</Button>
      </details>
      <ForgetAll studio={studio} />
    </section>
  );
}

function PersonCard({
  studio,
  person,
  onSaid,
}: {
  readonly studio: Studio;
  readonly person: Person;
  readonly onSaid: (text: string) => void;
}) {
  const { project: store } = studio;
  const count = store.faces.value.filter((face) => face.person === person.id).length;
  const asked = useSignal(false);
  const change = (next: Partial<Person>) =>
    store.change({
      project: {
        ...store.project.value,
        people: store.project.value.people.map((each) => (each.id === person.id ? { ...each, ...next } : each)),
      },
    });
  const consent = person.consent?.state ?? '';
  const forget = async () => {
    const removed = await store.forgetPerson(person.id);
    onSaid(
      `${person.name || person.id} is forgotten: ${removed} faces are deleted, and so are packs and runs that were made of them`,
    );
  };
  return (
    <li class="teach-person">
      <label>
        Name
        <input
          value={person.name}
          placeholder={person.id}
          maxLength={200}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </label>
      <label>
        Agreed
        <select
          value={consent}
          onChange={(event) => {
            const state = event.currentTarget.value;
            change({
              consent:
                state === ''
                  ? undefined
                  : { state: state as 'given' | 'refused', date: today(), purpose: person.consent?.purpose ?? '' },
            } as Partial<Person>);
          }}
        >
          <option value="">not asked yet</option>
          <option value="given">agreed</option>
          <option value="refused">refused</option>
        </select>
      </label>
      {person.consent !== undefined && (
        <>
          <label>
            On
            <input
              type="date"
              value={person.consent.date}
              onChange={(event) =>
                event.currentTarget.value !== '' &&
                change({ consent: { ...person.consent!, date: event.currentTarget.value } })
              }
            />
          </label>
          <label>
            For
            <input
              value={person.consent.purpose}
              maxLength={2000}
              placeholder="a course on expressions"
              onChange={(event) => change({ consent: { ...person.consent!, purpose: event.currentTarget.value } })}
            />
          </label>
        </>
      )}
      <label>
        Groups
        <input
          value={Object.entries(person.attributes)
            .map(([key, value]) => `${key}: ${value}`)
            .join(', ')}
          placeholder="age: adult, glasses: yes"
          onChange={(event) => change({ attributes: attributesIn(event.currentTarget.value) })}
        />
      </label>
      <span class="quiet">{count === 1 ? '1 face' : `${count} faces`}</span>
      {asked.value ? (
        <>
          <Button kind="danger" onClick={() => void forget()}>
            Delete {count} faces, every pack and every run
          </Button>
          <Button onClick={() => (asked.value = false)}>Keep</Button>
        </>
      ) : (
        <Button kind="danger" onClick={() => (asked.value = true)}>
          Forget this person
        </Button>
      )}
    </li>
  );
}

/** `age: adult, glasses: yes` */
function attributesIn(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((part) => {
    const [key = '', ...rest] = part.split(':');
    const value = rest.join(':').trim();
    return key.trim() === '' || value === '' ? [] : [[key.trim(), value] as const];
  });
  return Object.fromEntries(pairs);
}

function ForgetAll({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const asked = useSignal(false);
  const failure = useSignal<unknown>(undefined);
  const forget = async () => {
    try {
      await store.forgetEverything();
      await store.open();
    } catch (error) {
      failure.value = error;
    }
    asked.value = false;
  };
  return (
    <div class="teach-forget">
      {asked.value ? (
        <>
          <p>Every project in this browser, all faces, runs and packs are deleted. This cannot be undone.</p>
          <div class="buttons">
            <Button kind="danger" onClick={() => void forget()}>
              Delete all of it
            </Button>
            <Button onClick={() => (asked.value = false)}>Keep it</Button>
          </div>
        </>
      ) : (
        <Button kind="danger" onClick={() => (asked.value = true)}>
          Forget everything
        </Button>
      )}
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
    </div>
  );
}
