// Says whether anything can leave the tab, how many requests were refused, and what that does not cover.
import './privacy-chip.css';
import { useSignal } from '@preact/signals';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { Progress } from '../components/progress.tsx';
import { gate, refused } from '../gate/gate.ts';
import { forgetEverything } from './forget-everything.ts';
import type { Studio } from './studio.ts';

export function PrivacyChip({ studio }: { readonly studio: Studio }) {
  const open = useSignal(false);
  const close = () => {
    open.value = false;
  };
  return (
    <>
      <button
        type="button"
        class="privacy-chip"
        aria-haspopup="dialog"
        data-gate={gate.value.kind}
        onClick={() => {
          open.value = true;
        }}
      >
        <ChipText studio={studio} />
      </button>
      <Dialog open={open.value} title="What leaves this tab" onClose={close}>
        <Explanation studio={studio} />
        <Forget />
      </Dialog>
    </>
  );
}

function ChipText({ studio }: { readonly studio: Studio }) {
  const { value } = gate;
  const count = refused.value.length;
  if (value.kind === 'open') return <Chip kind="warm">Not sealed</Chip>;
  if (studio.ready.value.kind === 'loading') return <Chip>Loading{portion()}</Chip>;
  return (
    <Chip kind={count === 0 ? 'good' : 'warm'}>
      <Icon name="lock" size={13} />
      {count === 0 ? 'Nothing leaves' : `${count} refused`}
    </Chip>
  );
}

/** Of the bytes that are loaded on the first visit. */
function portion(): string {
  const { value } = gate;
  return value.kind === 'filling' && value.total > 0 ? ` ${Math.floor((100 * value.loaded) / value.total)} %` : '';
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function Explanation({ studio }: { readonly studio: Studio }) {
  const { value } = gate;
  return (
    <>
      <p>Faces are found, recognised and taught in this tab. Pictures, names and results are sent nowhere.</p>
      {value.kind === 'filling' && (
        <Progress
          label={`Keeping the models on this device: ${megabytes(value.loaded)} of ${megabytes(value.total)}`}
          value={value.loaded}
          max={Math.max(value.total, 1)}
        />
      )}
      {value.kind === 'starting' && <p>The studio is being kept on this device.</p>}
      {value.kind === 'sealed' && (
        <>
          <p>
            Everything that the studio needs is kept on this device. Since then its gate, a service worker, answers from
            there and refuses every other request, of this page and of its workers. The studio works without a network.
          </p>
          <p>
            <strong>
              {refused.value.length === 0
                ? 'No request left this tab since the page was loaded, and none had to be refused.'
                : `${refused.value.length} requests were refused since the page was loaded:`}
            </strong>
          </p>
          {refused.value.length > 0 && (
            <ul class="privacy-refused">
              {refused.value.slice(-20).map((request, index) => (
                <li key={`${index}-${request}`}>
                  <code>{request}</code>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {value.kind === 'open' && (
        <p>
          <strong>The gate is not closed:</strong> {value.reason}. The studio sends nothing by itself, but nothing
          checks it here.
        </p>
      )}
      <p class="quiet">
        After a visit the browser itself may ask whether there is a newer gate; that says nothing of the visit. The gate
        sees requests. It does not see WebRTC, nor a page that goes elsewhere; the studio does neither. It computes{' '}
        {crossOriginIsolated ? 'on every core of this device' : 'on one core, since this page is not isolated'}.
        {studio.ready.value.kind === 'failed' && ' The recogniser could not be opened.'}
      </p>
    </>
  );
}

function Forget() {
  const asked = useSignal(false);
  if (!asked.value) {
    return (
      <Button kind="danger" onClick={() => (asked.value = true)}>
        <Icon name="trash" />
        Forget everything
      </Button>
    );
  }
  return (
    <div class="privacy-forget">
      <p>Projects, faces, settings and the kept files are deleted from this browser. This cannot be undone.</p>
      <div class="buttons">
        <Button kind="danger" onClick={() => void forgetEverything()}>
          Delete all of it
        </Button>
        <Button onClick={() => (asked.value = false)}>Keep it</Button>
      </div>
    </div>
  );
}
