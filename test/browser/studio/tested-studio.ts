// A studio for one test file: served and opened before its tests, closed after the last one.
import { after } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import {
  type OpenedStudio,
  type OpenStudioOptions,
  openStudio,
  type StudioServer,
  startStudio,
} from './open-studio.ts';

export interface TestedStudio extends OpenedStudio {
  readonly browser: Browser;
  readonly server: StudioServer;
  /** Goes to a place in the studio, such as `teach?step=train`. */
  show(place: string): Promise<unknown>;
}

export interface TestedStudioOptions extends Omit<OpenStudioOptions, 'browser' | 'address'> {
  /** A file that the camera shows, which the page may then use. */
  readonly camera?: string;
}

export async function testedStudio({ camera, ...options }: TestedStudioOptions = {}): Promise<TestedStudio> {
  const browser = await launchChromium(camera === undefined ? {} : { camera });
  after(() => browser.close());
  const server = await startStudio();
  after(() => server.close());
  const opened = await openStudio({ browser, address: server.address, ...options });
  if (camera !== undefined) await opened.context.grantPermissions(['camera']);
  return { ...opened, browser, server, show: (place) => opened.page.goto(`${server.address}#${place}`) };
}
