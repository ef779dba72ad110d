import { Refusal } from "@/lib/authz/refusal";
import { Done } from "@/lib/client/contract/session";
import { receiveHook } from "@/lib/services/ticket/receive";
import { publicOperation } from "../../operation";

/** Issues are told with all their text, which may have 65,536 characters. */
const MOST_BYTES = 2 * 1024 * 1024;

export const receiveGithubHook = publicOperation({
  id: "receiveGithubHook",
  method: "POST",
  path: "/tickets/github",
  summary: "Webhook of GitHub: an issue changed. Signed with the key that was shown when the integration was made.",
  public:
    "GitHub has no account here: it signs each request (X-Hub-Signature-256), and one that is not signed is refused.",
  body: "stream",
  output: Done,
  rate: { name: "github-hook", max: 600, seconds: 60 },
  handler: async ({ request }) => {
    const body = await bytesOf(request);
    await receiveHook(body, request.headers.get("x-hub-signature-256"), request.headers.get("x-github-event"));
    return { done: true as const };
  },
});

async function bytesOf(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Refusal("too_large", "This is larger than any webhook about an issue.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
