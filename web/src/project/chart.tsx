// A chart of the reports in the page: its drawing comes from the worker, its colours from the theme.
import './chart.css';

/** @param svg as src/report/charts draws it; it never holds text of the user that is not escaped */
export const Chart = ({ svg }: { readonly svg: string }) => (
  <div class="chart-holder" dangerouslySetInnerHTML={{ __html: svg }} />
);
