// Starts the studio: the theme and the shell at once, the gate and the recogniser behind it.
import './style/tokens.css';
import './style/base.css';
import { render } from 'preact';
import { followHash } from './shell/hash.ts';
import { Shell } from './shell/shell.tsx';
import { openStudio } from './shell/studio.ts';
import { followTheme } from './shell/theme.ts';

followTheme();
followHash();
render(<Shell studio={openStudio()} />, document.getElementById('studio')!);
