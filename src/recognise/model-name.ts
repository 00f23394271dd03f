// What records call a CLIP: the last part of its path, as a whole path tells whose machine it was.

/** `/home/me/models/clip-vit-base-patch32` -> `clip-vit-base-patch32` */
export const modelName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
