// Pixels that a worker gives, drawn.
import './face-image.css';
import type { RgbImage } from 'mpafer';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface PixelsProps {
  readonly picture: RgbImage;
  /** Side on the screen. */
  readonly size: number;
  readonly alt: string;
}

export function Pixels({ picture, size, alt }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, data } = picture;
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const pixels = context.createImageData(width, height);
    for (let from = 0, to = 0; from < width * height * 3; from += 3, to += 4) {
      for (let channel = 0; channel < 3; channel++) pixels.data[to + channel] = data[from + channel]!;
      pixels.data[to + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
  }, [width, height, data]);
  return (
    <canvas
      ref={canvas}
      class="face-image"
      role="img"
      aria-label={alt}
      {...{ width, height }}
      style={{ width: `${size}px`, height: `${size}px` }}
    />
  );
}
