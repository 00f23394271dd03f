// Headless Chromium for tests. Where there is none, the tests fail: they never skip.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Chromium's own software device: the same on every machine, and no GPU is needed. */
const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** WebGL drawn by the processor, for software that cannot do without. */
const softwareGl = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export interface ChromiumOptions {
  /** With WebGPU, on a software device. */
  readonly gpu?: boolean;
  readonly webgl?: boolean;
  /** A file that the camera shows again and again, MJPEG or Y4M; by default the browser draws one. */
  readonly camera?: string;
}

export async function launchChromium({ gpu = false, webgl = false, camera }: ChromiumOptions = {}): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `Browser tests need Chromium at ${executablePath}: install the package chromium, or set the variable CHROMIUM to its path`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      ...(webgl ? softwareGl : ['--disable-gpu']),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A drawn camera, which asks nobody.
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(camera === undefined ? [] : [`--use-file-for-fake-video-capture=${camera}`]),
      ...(gpu ? softwareGpu : []),
    ],
  });
}
