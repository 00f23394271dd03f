// Draws one face: the person, the expression and the scene.
import type { RgbImage } from '../../core/image.ts';
import type { Random } from '../../core/random.ts';
import type { FacialAction } from './action-units.ts';
import { canvas, toImage } from './canvas.ts';
import { drawBrows } from './draw-brows.ts';
import { drawBeard, drawFreckles, drawGlasses, drawOccluder } from './draw-extras.ts';
import { drawEyes, type Gaze } from './draw-eyes.ts';
import { drawHairBehind, drawHairInFront } from './draw-hair.ts';
import { drawHead } from './draw-head.ts';
import { drawMouth } from './draw-mouth.ts';
import { drawNose } from './draw-nose.ts';
import { mix, type Person } from './person.ts';
import { poseOf } from './pose.ts';
import type { Scene } from './scene.ts';

/**
 * Draws a square picture from back to front.
 *
 * @param size side in pixels; designed for 48 to 96
 * @param random places freckles, occluder and grain
 */
export function drawFace(person: Person, action: FacialAction, scene: Scene, size: number, random: Random): RgbImage {
  const page = canvas(size);
  const pose = poseOf(scene, size);
  const { units } = action;
  const [upper, lower] = scene.background;
  for (let row = 0; row < size; row++) {
    const colour = mix(upper, lower, row / size);
    for (let at = row * size * 3; at < (row + 1) * size * 3; at++) page.pixels[at] = colour[at % 3]!;
  }
  drawHairBehind(page, pose, person);
  const head = drawHead(page, pose, person, scene, units.AU26);
  drawFreckles(page, pose, person, random.split('freckles'), head);
  drawBeard(page, pose, person, units.AU26, head);
  drawHairInFront(page, pose, person);
  const looks = random.split('gaze');
  // Sadness lowers the gaze with the lids.
  const gaze: Gaze = [0.025 * looks.normal(), 0.012 * looks.normal() + 0.03 * units.AU1 * units.AU43];
  drawEyes(page, pose, person, units, gaze, head);
  drawNose(page, pose, person, action, head);
  drawMouth(page, pose, person, action, head);
  drawBrows(page, pose, person, units, head);
  drawGlasses(page, pose, person);
  drawOccluder(page, pose, person, scene, random.split('occluder'));
  const grain = random.split('grain');
  for (let pixel = 0; pixel < page.pixels.length; pixel += 3) {
    const added = scene.noise * grain.normal();
    for (let at = pixel; at < pixel + 3; at++) page.pixels[at] = page.pixels[at]! * scene.brightness + added;
  }
  return toImage(page);
}
