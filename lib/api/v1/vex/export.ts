import { randomUUID } from "node:crypto";
import { z } from "zod";
import { conflict } from "@/lib/authz/refusal";
import { VexQuery } from "@/lib/client/contract/exception";
import { cycloneDxVex } from "@/lib/domain/vex/cyclonedx";
import { openVex } from "@/lib/domain/vex/openvex";
import { verdictOf } from "@/lib/domain/vex/statement";
import { vexSubjects } from "@/lib/queries/exception/vex";
import { operation } from "../../operation";
import { Reply } from "../../reply";

const words = (text: string | undefined) => text?.split(",").filter(Boolean);

export const exportVex = operation({
  id: "exportVex",
  method: "GET",
  path: "/vex",
  summary: "What exceptions say of vulnerabilities in images, as OpenVEX 0.2.0 or CycloneDX 1.6 VEX, within the scope.",
  action: "exports.read",
  input: { query: VexQuery },
  output: z.record(z.string(), z.unknown()),
  rate: { name: "vex-export", max: 60, seconds: 60 },
  handler: async ({ scope, input }) => {
    const { format, cluster, team, image, include } = input.query;
    const subjects = await vexSubjects(scope, {
      ...{ cluster: words(cluster), team: words(team), image, everything: include === "all" },
    });
    if (!subjects.some((subject) => verdictOf(subject) !== null))
      throw conflict("There is nothing to say: no exception decides on a vulnerability of an image here.", "empty");
    const document = { id: `urn:uuid:${randomUUID()}`, author: "Parapet", at: new Date() };
    const [body, name] =
      format === "openvex"
        ? [openVex(document, subjects), "parapet.openvex.json"]
        : [cycloneDxVex(document, subjects), "parapet.vex.cdx.json"];
    return new Reply(body, 200, { "content-disposition": `attachment; filename="${name}"` });
  },
});
