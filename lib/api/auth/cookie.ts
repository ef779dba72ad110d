import { createHash } from "node:crypto";
import { authSecret } from "@/lib/services/setting/secret";
import { secureCookies } from "../origin";

/**
 * Names of the cookies. They end in a mark of the installation, because browsers share cookies between the ports of
 * one host: two instances on one machine would sign each other out. Replicas share the secret, so also the names.
 */
export async function cookieNames(): Promise<{ session: string; csrf: string; callback: string }> {
  const mark = createHash("sha256")
    .update(`cookie ${await authSecret()}`)
    .digest("hex")
    .slice(0, 8);
  const prefix = secureCookies() ? "__Host-" : "";
  return {
    session: `${prefix}parapet-session-${mark}`,
    csrf: `${prefix}parapet-csrf-${mark}`,
    callback: `${prefix}parapet-callback-${mark}`,
  };
}
