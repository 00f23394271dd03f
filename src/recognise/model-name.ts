// The name of a CLIP in records: the last part of its path, because a whole path would reveal whose machine it was.

/** `/home/me/models/clip-vit-base-patch32` -> `clip-vit-base-patch32` */
export const modelName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
