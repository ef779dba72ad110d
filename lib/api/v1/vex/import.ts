import { z } from "zod";
import { VexImported, VexImportQuery } from "@/lib/client/contract/exception";
import { importVex as importDocument } from "@/lib/services/exception/import-vex";
import { operation } from "../../operation";

export const importVex = operation({
  id: "importVex",
  method: "POST",
  path: "/vex",
  summary: "An OpenVEX document: what it says does not affect becomes a request for an exception, to be approved.",
  action: "exceptions.request",
  input: { query: VexImportQuery, body: z.record(z.string(), z.unknown()) },
  output: VexImported,
  rate: { name: "vex-import", max: 20, seconds: 60 },
  handler: ({ actor, input }) => importDocument(actor, input.body, input.query),
});
