// The strictest content security policy under which WebAssembly runs.

/** Everything from the page's own origin, and WebAssembly; no inline script, no style, no `eval`. */
export const strictPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
