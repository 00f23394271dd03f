// The bar at the top: the rooms, the camera's light, what leaves the tab, and the theme.
import './top-bar.css';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { update } from '../gate/gate.ts';
import { formatHash, route } from './hash.ts';
import { PrivacyChip } from './privacy-chip.tsx';
import { rooms } from './rooms.ts';
import type { Studio } from './studio.ts';
import { type Theme, theme, themes } from './theme.ts';

export const TopBar = ({ studio }: { readonly studio: Studio }) => (
  <header class="top-bar">
    <div class="top-bar-inside">
      <p class="top-bar-name">
        <Icon name="face" size={22} />
        mpafer <span>studio</span>
      </p>
      <nav aria-label="Rooms">
        {rooms.map(({ id, title }) => (
          <a
            key={id}
            href={formatHash({ room: id, parameters: {} })}
            aria-current={route.value.room === id ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <div class="top-bar-states">
        <CameraLight studio={studio} />
        {update.value !== undefined && (
          <Button kind="quiet" onClick={update.value}>
            Update
          </Button>
        )}
        <PrivacyChip studio={studio} />
        <ThemeButton />
      </div>
    </div>
  </header>
);

function CameraLight({ studio }: { readonly studio: Studio }) {
  if (studio.camera.status.value.kind !== 'on') return null;
  return (
    <button type="button" class="top-bar-camera" onClick={() => studio.camera.stop()}>
      <Chip kind="live">Camera on · Stop</Chip>
    </button>
  );
}

const faces: Readonly<Record<Theme, IconName>> = { system: 'half', light: 'sun', dark: 'moon' };

function ThemeButton() {
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length]!;
  const change = () => {
    theme.value = next;
  };
  return (
    <Button kind="quiet" label={`Theme: ${theme.value}. Change to ${next}`} onClick={change}>
      <Icon name={faces[theme.value]} size={18} />
    </Button>
  );
}
