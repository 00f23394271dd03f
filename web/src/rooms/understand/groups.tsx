// For whom it works: scores by what the user typed of people; nothing is inferred.
import { percent } from '../../components/percent.ts';
import type { Judged } from '../../work/tasks/project/judge.ts';

export function Groups({ judged }: { readonly judged: Judged }) {
  if (judged.groups.length === 0) {
    return (
      <section aria-labelledby="understand-groups">
        <h2 id="understand-groups">Groups</h2>
        <p class="quiet">
          Write groups of people under <a href="#teach?step=people">People</a>, such as <em>glasses: yes</em>, to see
          for whom it works. Nothing about people is inferred from their faces.
        </p>
      </section>
    );
  }
  return (
    <section aria-labelledby="understand-groups">
      <h2 id="understand-groups">Groups</h2>
      {judged.groups.map(({ attribute, rows, without }) => (
        <table key={attribute} class="understand-table">
          <caption>
            {attribute}
            {without > 0 && ` (${without} faces without)`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Faces</th>
              <th scope="col">Right</th>
              <th scope="col">95 %</th>
              <th scope="col">Mean recall</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, n, war, uar, interval }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{n}</td>
                <td>{percent(war)}</td>
                <td>{Number.isNaN(interval[0]) ? 'too few' : `${percent(interval[0])} to ${percent(interval[1])}`}</td>
                <td>{percent(uar)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}
