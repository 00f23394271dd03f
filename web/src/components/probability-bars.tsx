// The probability of each class as bars with their numbers: the leading one is marked by weight and pattern, not by colour alone.
import './probability-bars.css';
import { classColour } from './class-style.tsx';

export interface ProbabilityBarsProps {
  /** In this order. */
  readonly classes: readonly string[];
  /** 0 to 1 by class; with `signed`, -1 to 1. */
  readonly values: Readonly<Record<string, number>>;
  /** The confidence that an answer needs: drawn as a line. */
  readonly cut?: number | undefined;
  /** Other values, drawn as a thin mark on each bar, such as those before smoothing. */
  readonly beside?: Readonly<Record<string, number>> | undefined;
  /** Differences to a resting face: bars to both sides of zero. */
  readonly signed?: boolean;
}

export function ProbabilityBars({ classes, values, cut, beside, signed = false }: ProbabilityBarsProps) {
  const best = classes.reduce(
    (one, other) => ((values[other] ?? 0) > (values[one] ?? 0) ? other : one),
    classes[0] ?? '',
  );
  return (
    <ul class={`bars${signed ? ' signed' : ''}`}>
      {classes.map((name, index) => (
        <Bar
          key={name}
          {...{ name, index, signed, cut }}
          value={values[name] ?? 0}
          isBest={name === best}
          other={beside?.[name]}
        />
      ))}
    </ul>
  );
}

interface BarProps {
  readonly name: string;
  readonly index: number;
  readonly value: number;
  readonly other: number | undefined;
  readonly isBest: boolean;
  readonly signed: boolean;
  readonly cut: number | undefined;
}

const percent = (value: number): string =>
  `${(100 * value).toFixed((value > 0 && value < 0.0995) || (value > 0.9945 && value < 1) ? 1 : 0)} %`;
const points = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(0)}`;

function Bar({ name, index, value, other, isBest, signed, cut }: BarProps) {
  const at = (share: number) => (signed ? 50 + 50 * share : 100 * share);
  const [from, to] = signed ? [Math.min(at(0), at(value)), Math.max(at(0), at(value))] : [0, at(value)];
  return (
    <li class={isBest ? 'best' : ''}>
      <span class="bars-name">{name}</span>
      <svg class="bars-track" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bars-ground" width="100" height="10" />
        {signed && <line class="bars-zero" x1="50" x2="50" y1="0" y2="10" />}
        <rect
          x={from}
          width={Math.max(to - from, 0.4)}
          height="10"
          fill={classColour(index)}
          opacity={isBest ? 1 : 0.55}
        />
        {other !== undefined && <line class="bars-beside" x1={at(other)} x2={at(other)} y1="0" y2="10" />}
        {cut !== undefined && !signed && <line class="bars-cut" x1={at(cut)} x2={at(cut)} y1="0" y2="10" />}
      </svg>
      <span class="bars-value">{signed ? points(value) : percent(value)}</span>
    </li>
  );
}
