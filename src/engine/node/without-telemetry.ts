// ONNX Runtime's reports to its maker, off: it would send what machine it runs on and what it runs, and read the whole command line for that.

/**
 * Tells ONNX Runtime, before it is loaded, to report nothing: no connection, no identifier or queue of events in the user's cache folder.
 * Whoever has set the variable `ORT_DISABLE_TELEMETRY` has decided for themselves.
 *
 * It must be called on the process's main thread: what other threads write to their `process.env` is theirs alone, and native code
 * does not see it.
 */
export function withoutTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
