import type { Stored } from "../../integration/store";
import { call } from "./client";

/** Can the token read each of the repositories that are named? Throws NotSent. */
export async function checkGithub(github: Stored<"github">): Promise<void> {
  const repositories = new Set(Object.values(github.config.repositories));
  if (repositories.size === 0) await call(github, { method: "GET", path: "/rate_limit" });
  for (const repository of repositories) await call(github, { method: "GET", path: `/repos/${repository}` });
}
