// Maps of one face side by side, each with its scale in units, its largest regions, and whether such maps were found to be true.

import { useSignal } from '@preact/signals';
import { wholePercent } from 'mpafer/face-words';
import { useEffect } from 'preact/hooks';
import { Figure } from '../../components/figure.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { FaceMap, WhyFace } from '../../work/tasks/project/explain.ts';

const names: Readonly<Record<string, string>> = {
  gate: 'Gate',
  occlusion: 'Occlusion',
  patches: 'Patches',
  gradient: 'Gradient',
};

export function FaceMaps({
  studio,
  path,
  why,
}: {
  readonly studio: Studio;
  readonly path: string;
  readonly why: WhyFace;
}) {
  const { margin } = why;
  const image = useSignal<string | undefined>(undefined);
  useEffect(() => {
    void studio.project.faceUrl(path).then((url) => {
      image.value = url;
    });
  }, [studio, path, image]);
  return (
    <>
      <h3>
        Why {why.expression} rather than {why.against}
      </h3>
      <p class="quiet">
        {margin.local === 0
          ? `All of the margin, ${margin.global.toFixed(3)} (cosine), comes from the face as a whole: this recogniser compares no patches.`
          : `Of the margin, ${margin.global.toFixed(3)} comes from the face as a whole and ${margin.local.toFixed(3)} from its best patches (cosines): the map of patches explains ${Math.round(margin.localShare * 100)} % of it.`}
      </p>
      <div class="understand-maps">
        {why.maps.map((map) => (
          <MapFigure key={map.method} map={map} image={image.value} why={why} />
        ))}
      </div>
      {why.maps.some(({ verdict }) => verdict.verdict !== 'not measured') ? (
        why.maps.map(({ method, verdict }) => (
          <StatusLine
            key={method}
            kind={verdict.verdict === 'passed' ? 'ok' : verdict.verdict === 'failed' ? 'bad' : 'unsure'}
          >
            Faithfulness: {verdict.text}
          </StatusLine>
        ))
      ) : (
        <StatusLine kind="unsure">
          Faithfulness: not measured for this recogniser. A map shows what a method computes, and may be wrong; test it
          by covering regions, or with <code>mpafer faithfulness</code> on the exported run.
        </StatusLine>
      )}
    </>
  );
}

function MapFigure({
  map,
  image,
  why,
}: {
  readonly map: FaceMap;
  readonly image: string | undefined;
  readonly why: WhyFace;
}) {
  const { rows, columns, values, signed } = map;
  const largest = Math.max(...values.map(Math.abs), 1e-12);
  const [low, high] = signed ? [-largest, largest] : [Math.min(...values), Math.max(...values)];
  const share = (value: number) => (signed ? value / high : high > low ? (value - low) / (high - low) : 0);
  const regions = Object.entries(map.regions).sort(([, a], [, b]) => b - a);
  const [first, second] = regions;
  const id = `negative-${map.method}`;
  return (
    <Figure
      caption={`${names[map.method]}: ${map.about}. Most is in ${first![0]} (${wholePercent(first![1])}) and ${second![0]} (${wholePercent(second![1])}).`}
      table={{
        columns: ['Region', `Share of what speaks for ${why.expression}`],
        rows: regions.map(([name, value]) => [name, wholePercent(value)]),
      }}
    >
      <svg viewBox="0 0 160 184" class="understand-map" role="presentation">
        <defs>
          <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" fill="#2166ac" fill-opacity=".55" />
            <line x1="0" x2="0" y1="0" y2="5" stroke="#fff" stroke-width="1.2" />
          </pattern>
        </defs>
        {image !== undefined && <image href={image} width="160" height="160" preserveAspectRatio="none" />}
        {values.map((value, index) => {
          const size = share(value);
          const [x, y] = [((index % columns) * 160) / columns, (Math.floor(index / columns) * 160) / rows];
          return (
            <rect
              key={index}
              x={x}
              y={y}
              width={160 / columns}
              height={160 / rows}
              fill={size < 0 ? `url(#${id})` : '#e66101'}
              opacity={Math.min(0.85, Math.abs(size) * 0.85)}
            />
          );
        })}
        <text x="0" y="176">
          {low.toFixed(3)}
        </text>
        <text x="80" y="176" text-anchor="middle">
          {map.unit}
        </text>
        <text x="160" y="176" text-anchor="end">
          {high.toFixed(3)}
        </text>
      </svg>
    </Figure>
  );
}
