import { test } from "@playwright/test";
import { people } from "@/prisma/demo/company/people";
import { keepSession } from "./api";
import { demoUrl } from "./instances";

/** Sessions of the demo's people, as `demo-security`, `demo-devops`, … */
test("the four demo people sign in", async () => {
  for (const { email, password, role } of people) {
    if (password) await keepSession(demoUrl, `demo-${role}`, email, password);
  }
});
