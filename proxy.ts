import { type NextRequest, NextResponse } from "next/server";
import { secureCookies } from "@/lib/api/origin";
import { contentSecurityPolicy, fixedHeaders, nonceHeader, pathHeader, strictTransport } from "@/lib/api/page-headers";

/**
 * Security headers of every page, with a new nonce each time. Decides no rights: pages and operations do that.
 * The API is left out on purpose: Next copies the body of whatever passes here and cuts it at 10 MB.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce, secureCookies(), process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set(nonceHeader, nonce);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  // Next reads the nonce for its own scripts from the policy on the request.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(fixedHeaders)) response.headers.set(name, value);
  if (secureCookies()) response.headers.set("strict-transport-security", strictTransport);
  return response;
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|healthz|readyz|metrics|favicon).*)"] };
