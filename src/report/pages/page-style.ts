// The style sheet of all pages: quiet, with wide margins and large numbers; for light and dark screens and print.
import { chartStyle } from '../charts/chart-style.ts';
import { dark, light, type Palette } from '../charts/palette.ts';

const variables = (palette: Palette): string =>
  (['ground', 'surface', 'ink', 'muted', 'rule', 'accent', 'warm'] as const)
    .map((name) => `--${name}:${palette[name]};`)
    .join('');

export const pageStyle = `
:root{color-scheme:light dark;${variables(light)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
html{background:var(--ground);-webkit-text-size-adjust:100%}
body{max-width:1112px;margin:0 auto;padding:56px 16px 96px;color:var(--ink);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif;overflow-wrap:break-word}
h1,h2,.big{font-family:ui-serif,'Iowan Old Style','Palatino Linotype',Palatino,'URW Palladio L',P052,Georgia,'Liberation Serif',serif;font-weight:500;letter-spacing:-.01em}
h1{font-size:clamp(30px,5vw,46px);line-height:1.12;margin:0 0 12px;text-wrap:balance}
h2{font-size:28px;line-height:1.2;margin:0 0 8px}
h3{font-size:14px;font-weight:600;margin:32px 0 8px}
p{margin:0 0 12px;max-width:68ch}
.subtitle{font-size:19px;color:var(--muted);margin:0}
.lead{color:var(--muted);margin-bottom:24px;text-wrap:pretty}
.quiet,small,figcaption{color:var(--muted);font-size:13.5px}
.notice{margin:28px 0 0;padding:12px 16px;max-width:none;border:1px solid var(--warm);border-left-width:6px;border-radius:4px;background:var(--surface);font-weight:600}
nav{margin:28px 0 12px;font-size:14.5px;display:flex;flex-wrap:wrap;gap:4px 20px}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:3px}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
section{margin-top:80px}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:28px 32px;margin-top:48px;padding-top:28px;border-top:1px solid var(--ink)}
.number h3{margin:0;color:var(--muted);font-weight:500}
.number p{margin:0;font-size:14.5px;color:var(--muted);font-variant-numeric:tabular-nums}
.number strong{color:var(--ink)}
.number .big{font-size:clamp(42px,5.4vw,56px);line-height:1.15;color:var(--ink);margin:2px 0 8px;font-variant-numeric:lining-nums}
.findings{margin:0 0 36px;padding:0;list-style:none;max-width:72ch;font-size:17px}
.findings li{padding:9px 0;border-bottom:1px solid var(--rule)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:40px 56px;align-items:start}
.pair+.pair{margin-top:40px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:40px 32px}
figure{margin:0;break-inside:avoid}
.stack figure+figure{margin-top:28px}
figcaption{margin-top:8px;max-width:52ch}
.photo{display:block;width:100%;height:auto;border-radius:4px}
.chart{display:block;width:100%;height:auto;overflow:visible}
.pair .chart{max-width:500px}
.grid .chart{max-width:400px}
.scroll{overflow-x:auto;margin:28px 0}
table{border-collapse:collapse;font-size:14.5px;min-width:100%;font-variant-numeric:tabular-nums}
th,td{padding:9px 0 9px 22px;text-align:right;vertical-align:top;border-bottom:1px solid var(--rule)}
th:first-child{padding-left:0;text-align:left;font-weight:500;min-width:10em}
.few{min-width:min(100%,560px)}.few:not(.plain) tbody tr:last-child>*{font-weight:600;border-bottom:0}
.words td,.words th{text-align:left;white-space:normal}
thead th{font-weight:500;color:var(--muted);border-bottom-color:var(--muted);white-space:nowrap}
td{white-space:nowrap}
td small,th small{display:block;font-size:12.5px;font-weight:400;max-width:34ch}
ul{padding-left:1.1em}
.faces{list-style:none;margin:0 0 48px;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:32px 24px}
.face{break-inside:avoid;font-size:13.5px}
.face .chart{border-radius:4px;background:var(--rule);overflow:hidden}
.face p{margin:8px 0 4px;color:var(--muted)}
.wrong p,.wrong p strong{color:var(--warm)}
dl{margin:0}dd{margin:0}
.face dl div{display:grid;grid-template-columns:1fr auto;gap:0 8px;margin-top:4px;font-variant-numeric:tabular-nums}
.face dl div:first-child{font-weight:600}
.face dt{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.face i{grid-column:1/-1;height:3px;background:var(--accent);border-radius:1px;min-width:1px;print-color-adjust:exact}
.record{font-size:13.5px}
.record div{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:16px;padding:5px 0;border-bottom:1px solid var(--rule)}
.record dt{color:var(--muted)}
.record dd,code{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono',monospace;font-size:12.5px;overflow-wrap:anywhere}
footer{margin-top:80px;padding-top:16px;border-top:1px solid var(--rule)}
@media print{:root{--ground:#fff}table{font-size:9pt}th,td{padding:4pt 0 4pt 10pt}body{padding:0;max-width:none;font-size:11pt}nav{display:none}section{margin-top:36pt}h2,h3{break-after:avoid}.numbers{margin-top:24pt}.grid{grid-template-columns:repeat(3,1fr)}.pair{grid-template-columns:1fr 1fr;gap:24pt}.chart *{print-color-adjust:exact}@page{margin:16mm}}
${chartStyle}`;
