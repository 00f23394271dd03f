// What the server counts and measures, for `/metrics`.
import { createMetrics, geometricBounds, type Labels } from './metrics.ts';

/** What is read when somebody looks. */
export interface ServerGauges {
  /** 1 once ready, 0 while loading or draining. */
  ready(): number;
  requests(): number;
  bytes(): number;
  waiting(): number;
  /** Seconds by which the event loop was late since the last look, by quantile, and the process's memory in bytes, where the host knows. */
  process(): { readonly lag: Readonly<Record<string, number>>; readonly memory: number };
  /** Of the recogniser. */
  info(): Labels;
}

/** From 1 ms to 2 min. */
const seconds = geometricBounds(0.001, 30);

const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128];

export function serverMetrics(gauges: ServerGauges) {
  const metrics = createMetrics();
  const { counter, gauge, histogram } = metrics;
  gauge('mpafer_info', 'The recogniser that is served.', () => [[gauges.info(), 1]]);
  gauge('mpafer_ready', 'Whether the server is ready.', gauges.ready);
  const measured = {
    requests: counter('mpafer_requests_total', 'Requests, by path and status.'),
    problems: counter('mpafer_problems_total', 'Requests that were refused, by code.'),
    pictures: counter('mpafer_pictures_total', 'Pictures, by status.'),
    faces: counter('mpafer_faces_total', 'Faces that were recognised.'),
    dropped: counter('mpafer_dropped_pictures_total', 'Pictures whose client left before they were recognised.'),
    bodies: counter('mpafer_body_bytes_total', 'Bytes of bodies that were read.'),
    requestSeconds: histogram('mpafer_request_seconds', 'From the headers to the answer, by path.', seconds),
    waitSeconds: histogram('mpafer_wait_seconds', 'How long the first picture of a batch waited.', seconds),
    batchSeconds: histogram('mpafer_batch_seconds', 'Decoding and recognising a batch.', seconds),
    explainSeconds: histogram('mpafer_explain_seconds', 'Decoding and explaining a batch.', seconds),
    batchPictures: histogram('mpafer_batch_pictures', 'Pictures of a batch.', batchSizes),
  };
  gauge('mpafer_open_requests', 'Requests that are read, wait or are recognised.', gauges.requests);
  gauge('mpafer_open_bytes', 'Bytes reserved for their bodies.', gauges.bytes);
  gauge('mpafer_waiting_pictures', 'Pictures that wait.', gauges.waiting);
  gauge('mpafer_event_loop_lag_seconds', 'How late the event loop was since the last look, by quantile.', () =>
    Object.entries(gauges.process().lag).map(([quantile, value]) => [{ quantile }, value] as const),
  );
  gauge('process_resident_memory_bytes', 'Resident memory.', () => gauges.process().memory);
  return { ...measured, text: () => metrics.text() };
}
