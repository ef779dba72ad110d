import { ExceptionPreview, ExceptionScope } from "@/lib/client/contract/exception";
import { previewException as preview } from "@/lib/queries/exception/preview";
import { limitedScope } from "@/lib/services/exception/team";
import { operation } from "../../operation";
import { presentPreview } from "../../present/exception";

export const previewException = operation({
  id: "previewException",
  method: "POST",
  path: "/exceptions/preview",
  summary: "What an exception of this scope would cover now, within the reader's scope; changes nothing.",
  action: "exceptions.request",
  input: { body: ExceptionScope },
  output: ExceptionPreview,
  rate: { name: "exception-preview", max: 240, seconds: 60 },
  handler: async ({ actor, scope, input }) => {
    const limited = await limitedScope(actor, scope, input.body);
    return presentPreview(await preview(scope, limited), limited.team ?? null);
  },
});
