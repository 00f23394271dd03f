// The picture of a face of the project, loaded when it is shown.
import './face-image.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ProjectStore } from './project-store.ts';

export interface FaceImageProps {
  readonly store: ProjectStore;
  readonly path: string;
  readonly size: number;
  /** For people who cannot see it; empty where text beside it says all. */
  readonly alt?: string;
}

export function FaceImage({ store, path, size, alt = '' }: FaceImageProps) {
  const url = useSignal<string | undefined>(undefined);
  useEffect(() => {
    let shown = true;
    url.value = undefined;
    void store.faceUrl(path).then((address) => {
      if (shown) url.value = address;
    });
    return () => {
      shown = false;
    };
  }, [path, store, url]);
  return url.value === undefined ? (
    <span class="face-image" style={{ width: `${size}px`, height: `${size}px` }} />
  ) : (
    <img class="face-image" src={url.value} width={size} height={size} alt={alt} decoding="async" draggable={false} />
  );
}
