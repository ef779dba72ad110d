import { SetupState } from "@/lib/client/contract/session";
import { setupState } from "@/lib/services/setup/state";
import { publicOperation } from "../../operation";

export const getSetup = publicOperation({
  id: "getSetup",
  method: "GET",
  path: "/setup",
  summary: "Whether the first admin is still to be made.",
  public: "Asked before anybody can sign in; says only whether somebody can.",
  output: SetupState,
  handler: () => setupState(),
});
