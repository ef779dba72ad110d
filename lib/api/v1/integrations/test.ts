import { IdParam } from "@/lib/client/contract/admin";
import { TestResult } from "@/lib/client/contract/integration";
import { testIntegration as trial } from "@/lib/services/integration/test";
import { operation } from "../../operation";

export const testIntegration = operation({
  id: "testIntegration",
  method: "POST",
  path: "/integrations/{id}/test",
  summary: "Send a test by it; mail goes to you.",
  action: "integrations.manage",
  input: { params: IdParam },
  output: TestResult,
  rate: { name: "integration-test", max: 20, seconds: 60 },
  handler: async ({ actor, input }) => {
    const error = await trial(actor, input.params.id);
    return { ok: error === null, error };
  },
});
