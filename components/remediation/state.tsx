import { Ban, Check, Pause } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { RemediationState } from "@/lib/client/contract/remediation";
import { remediationName } from "./words";

const signs = { verified: Check, blocked: Pause, cancelled: Ban } as const;
const dots: Partial<Record<RemediationState, string>> = {
  todo: "border-[1.5px] border-ink-2",
  in_progress: "bg-accent-fill",
  awaiting_verification: "border-[1.5px] border-accent-fill bg-accent-soft",
};

/** State as a sign and its name. */
export function StateName({ state }: { state: RemediationState }) {
  const Sign = state in signs ? signs[state as keyof typeof signs] : null;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {Sign ? (
        <Sign size={12} aria-hidden="true" className="shrink-0 text-ink-2" />
      ) : (
        <span aria-hidden="true" className={cx("mx-px size-2.5 shrink-0 rounded-full", dots[state])} />
      )}
      {remediationName[state]}
    </span>
  );
}
