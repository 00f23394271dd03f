// The videos among the inputs of `predict`: files, patterns, folders that hold videos alone, and lists that begin with a video.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodeUnit } from '../../data/by-code-unit.ts';
import { listLines } from '../predict/list-lines.ts';
import { isPattern, matchingPaths } from '../predict/matching-paths.ts';
import { walkFolders } from '../predict/walk-folders.ts';
import { hasVideoName, isVideo } from './is-video.ts';

export interface VideoPaths {
  readonly videos: string[];
  /** Whether there are inputs that are no videos. */
  others: boolean;
  /** Videos that are beside pictures in a folder. */
  readonly beside: string[];
}

/**
 * Standard input is never looked into. Of folders, files named like videos are taken.
 *
 * @param list text file with more paths
 * @throws MpaferError `data` for a list that cannot be read
 */
export async function videoPaths(named: readonly string[], list?: string): Promise<VideoPaths> {
  const found: VideoPaths = { videos: [], others: false, beside: [] };
  const sort = async (path: string) => {
    if (await isVideo(path)) found.videos.push(path);
    else found.others = true;
  };
  for (const path of named) {
    const entry = path === '-' ? undefined : await stat(path).catch(() => undefined);
    if (entry?.isDirectory()) await sortFolder(path, found);
    else if (entry === undefined && path.startsWith('@')) await sortList(path.slice(1), found, sort);
    else if (entry === undefined && isPattern(path)) {
      for (const match of (await matchingPaths(path)).sort(byCodeUnit)) await sort(match);
    } else await sort(path);
  }
  if (list !== undefined) await sortList(list, found, sort);
  return found;
}

/** A folder with pictures is one of pictures. */
async function sortFolder(folder: string, found: VideoPaths): Promise<void> {
  const videos: string[] = [];
  let hasPictures = false;
  for await (const { path, pictures, others } of walkFolders(folder)) {
    hasPictures ||= pictures.length > 0;
    videos.push(...others.filter(hasVideoName).map((name) => join(path, name)));
  }
  if (hasPictures) found.beside.push(...videos);
  else found.videos.push(...videos);
  found.others ||= hasPictures || videos.length === 0;
}

/** A list that begins with a picture may be long, and is left to those who read it line by line. */
async function sortList(list: string, found: VideoPaths, sort: (path: string) => Promise<void>): Promise<void> {
  const entry = list === '-' ? undefined : await stat(list).catch(() => undefined);
  if (!entry?.isFile()) {
    found.others = true;
    return;
  }
  let isFirst = true;
  for await (const line of listLines(list, process.stdin)) {
    await sort(line);
    if (isFirst && found.others) return;
    isFirst = false;
  }
}
