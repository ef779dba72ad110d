/** Request headers that proxy.ts sets for server components; what a client sends under these names is overwritten. */
export const pathHeader = "x-parapet-path";
export const nonceHeader = "x-nonce";

/** Headers of every page and static file that do not depend on the request. */
export const fixedHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
};

/** Only where people come in by https: over plain http browsers ignore it. Two years, as preload lists ask for. */
export const strictTransport = "max-age=63072000; includeSubDomains";

/**
 * Scripts run only with the nonce of this response. Styles may be inline: charts and virtual lists set sizes by the
 * style attribute, which no nonce can cover.
 */
export function contentSecurityPolicy(nonce: string, secure: boolean, development = false): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
