// Turns off ONNX Runtime's telemetry, which reports the machine and the model, and parses the whole command line for it.

/**
 * Turns telemetry off before ONNX Runtime is loaded: no connection, no identifier or event queue in the user's cache folder. A value of
 * `ORT_DISABLE_TELEMETRY` that is already set is kept.
 *
 * Call it on the process's main thread: native code does not see what other threads write to their copy of `process.env`.
 */
export function withoutTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
