// Cross-origin requests of pages whose origin is allowed by name; no other page gets a header that would let it read an answer.

/** The answer to a preflight request. @param allowed methods of the path */
export const preflight = (allowed: string): Response =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': allowed,
      'access-control-allow-headers': 'Authorization, Content-Type, X-Request-Id',
      'access-control-max-age': '600',
    },
  });

/** Headers for an answer to a page of this origin. */
export const corsHeaders = (origin: string | null, origins: readonly string[]): Readonly<Record<string, string>> => ({
  ...(origins.length > 0 && { vary: 'Origin' }),
  ...(origin !== null &&
    origins.includes(origin) && {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'Retry-After, X-Request-Id',
    }),
});
