import { ExceptionCreate, ExceptionDetail } from "@/lib/client/contract/exception";
import { requestException } from "@/lib/services/exception/request";
import { operation } from "../../operation";
import { shownException } from "./get";

export const createException = operation({
  id: "createException",
  method: "POST",
  path: "/exceptions",
  summary: "Ask for an exception. Nothing is decided before another person of security approves it.",
  action: "exceptions.request",
  input: { body: ExceptionCreate },
  output: ExceptionDetail,
  rate: { name: "exceptions", max: 60, seconds: 60 },
  handler: async ({ actor, scope, input }) => shownException(actor, await requestException(actor, input.body), scope),
});
