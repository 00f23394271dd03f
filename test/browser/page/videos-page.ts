// A page that reads videos, elements and a camera, and says what it found.
import { pageVideos } from '../../../src/platform/browser/video/page-videos.ts';
import type { ClipFrame } from '../../../src/video/video.ts';
import type { VideosPage } from '../videos.ts';

const host = pageVideos(location.href);

const digestOf = async ({ image }: ClipFrame) =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', image.data as Uint8Array<ArrayBuffer>)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const messageOf = (error: unknown) => {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return `${code}: ${message}`;
};

async function elementOf(file: string): Promise<HTMLVideoElement> {
  const element = document.createElement('video');
  element.muted = true;
  element.src = file;
  document.body.append(element);
  return element;
}

const page: VideosPage = {
  async frames(file, how, selection) {
    const source = how === 'address' ? file : await (await fetch(file)).blob();
    const video = await host.open(source, {});
    const found = [];
    for await (const frame of video.frames(selection)) {
      const { width, height } = frame.image;
      found.push({ index: frame.index, timestamp: frame.timestamp, width, height, digest: await digestOf(frame) });
    }
    return found;
  },
  async failure(file) {
    let frames = 0;
    try {
      const video = await host.open(file, {});
      for await (const _ of video.frames()) frames++;
      return { message: 'read', frames };
    } catch (error) {
      return { message: messageOf(error), frames };
    }
  },
  async element(file) {
    const element = await elementOf(file);
    const video = await host.open(element, {});
    const frames = video.frames();
    const first = frames.next();
    await element.play();
    const found = [];
    for (let next = await first; !next.done; next = await frames.next()) {
      const { timestamp, image } = next.value;
      found.push({ timestamp, brightness: image.data.reduce((sum, value) => sum + value, 0) / image.data.length });
      // Slower than the video: frames between are left out.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    element.remove();
    return found;
  },
  async camera(frames) {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const video = await host.open(stream, {});
    const times: number[] = [];
    let width = 0;
    for await (const frame of video.frames()) {
      times.push(frame.timestamp);
      width = frame.image.width;
      if (times.length === frames) break;
    }
    const [track] = stream.getVideoTracks();
    const isLive = track!.readyState === 'live';
    track!.stop();
    return { times, width, isLive };
  },
  async refusals() {
    const bad: Readonly<Record<string, unknown>> = {
      number: 7,
      empty: '',
      element: document.createElement('div'),
      silent: new MediaStream(),
    };
    const found: Record<string, string> = {};
    for (const [name, value] of Object.entries(bad)) {
      found[name] = await host.open(value, {}).then(() => 'opened', messageOf);
    }
    return found;
  },
  async aborted(file) {
    const controller = new AbortController();
    let frames = 0;
    try {
      const video = await host.open(file, { signal: controller.signal });
      for await (const _ of video.frames()) if (++frames === 3) controller.abort();
      return 'read';
    } catch (error) {
      return `${frames} ${messageOf(error)}`;
    }
  },
};

Object.assign(globalThis, { videosPage: page });
