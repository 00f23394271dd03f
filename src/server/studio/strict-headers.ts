// The headers that the studio is served with: a page under them reaches nothing but its own origin, and so do its workers.

/**
 * Scripts, workers, styles and requests of the own origin, WebAssembly, and pictures and videos that the tab has made; nothing else.
 * Every file is sent with it, since a worker obeys the policy of its own script.
 */
export const studioPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** In lower case. The first two let WebAssembly use threads. */
export const strictHeaders: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': studioPolicy,
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
