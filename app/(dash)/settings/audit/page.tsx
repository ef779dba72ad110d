import type { Metadata } from "next";
import { auditQuery } from "@/lib/client/queries/admin";
import { loadAudit } from "../../_data/admin";
import { Hydrate } from "../../_data/hydrate";
import { AuditView } from "./view";

export const metadata: Metadata = { title: "Audit log" };

export default function AuditPage() {
  return (
    <Hydrate ready={[{ queryKey: auditQuery().queryKey, load: loadAudit, pages: true, subject: true }]}>
      <AuditView />
    </Hydrate>
  );
}
