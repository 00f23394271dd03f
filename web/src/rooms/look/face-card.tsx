// What one face shows: the answer, or that there is none, and the probability of each class.
import type { Signal } from '@preact/signals';
import type { WrittenFace } from 'mpafer';
import { wholePercent } from 'mpafer/face-words';
import { useEffect, useRef } from 'preact/hooks';
import { ProbabilityBars } from '../../components/probability-bars.tsx';
import type { Studio } from '../../shell/studio.ts';
import { answerOf, capital, cut } from './answer.ts';

interface Props {
  readonly studio: Studio;
  readonly face: WrittenFace;
  /** Address of its view. */
  readonly picture: string | undefined;
  readonly active: Signal<number | undefined>;
  readonly isAlone: boolean;
}

export function FaceCard({ studio, face, picture, active, isAlone }: Props) {
  const answer = answerOf(face, cut.value);
  const card = useRef<HTMLElement>(null);
  const isActive = active.value === face.id;
  useEffect(() => {
    if (isActive) card.current!.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [isActive]);
  const { ready } = studio;
  const classes = ready.value.kind === 'ready' ? ready.value.classes : Object.keys(face.probabilities);
  return (
    <article ref={card} class={`face-card${isActive ? ' active' : ''}`}>
      <header>
        {picture !== undefined && <img src={picture} alt={`Face ${face.id}`} width="76" height="76" />}
        <div>
          {!isAlone && <p class="face-card-number">Face {face.id}</p>}
          <h2>{capital(answer.short)}</h2>
          <p class="quiet">{answer.about}</p>
        </div>
      </header>
      <ProbabilityBars classes={classes} values={face.probabilities} cut={cut.value > 0 ? cut.value : undefined} />
      <p class="face-card-facts quiet">{factsOf(face)}</p>
    </article>
  );
}

function factsOf({ box, roll, score }: WrittenFace): string {
  const facts = [`${Math.round(box.width)} × ${Math.round(box.height)} pixels`];
  if (roll !== undefined && Math.abs(roll) >= 1) facts.push(`turned by ${Math.abs(Math.round(roll))}°`);
  if (score !== undefined) facts.push(`found with ${wholePercent(score)}`);
  return facts.join(' · ');
}
