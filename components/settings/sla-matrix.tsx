"use client";

import type { ReactNode } from "react";
import { SeverityLetter } from "@/components/severity/letter";
import { severityName, severityOrder } from "@/components/severity/words";
import { Input } from "@/components/ui/input";
import type { SlaMatrix } from "@/lib/client/contract/sla";
import type { Severity } from "@/lib/domain/vocabulary";

const columns = [
  { key: "days", head: "Days" },
  { key: "exploited", head: "Days when exploited" },
] as const;

/** The days of one environment; inputs where they may be changed. An empty field is no due date. */
export function SlaMatrixTable({
  name,
  title,
  matrix,
  wrong,
  onChange,
}: {
  name: string;
  title: ReactNode;
  matrix: SlaMatrix;
  /** Cells that cannot be saved, as `days.high`. */
  wrong: ReadonlySet<string>;
  onChange: ((column: "days" | "exploited", severity: Severity, days: number | null) => void) | null;
}) {
  return (
    <table aria-label={`Days for ${name}`} className="w-full max-w-xl text-small">
      <thead>
        <tr className="h-8 border-b border-line text-ink-2">
          <th scope="col" className="pl-1 text-left font-normal">
            {title}
          </th>
          {columns.map(({ key, head }) => (
            <th key={key} scope="col" className="w-36 pr-1 text-right font-normal">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {severityOrder.map((severity) => (
          <tr key={severity} className="h-10 border-b border-line last:border-0">
            <th scope="row" className="pl-1 text-left font-medium">
              <span className="inline-flex items-center gap-2">
                <SeverityLetter severity={severity} />
                {severityName[severity]}
              </span>
            </th>
            {columns.map(({ key, head }) => (
              <td key={key} className="pr-1 text-right tabular">
                {onChange ? (
                  <Input
                    type="number"
                    inputMode="numeric"
                    min={1}
                    max={3650}
                    placeholder="never"
                    aria-label={`${head}, ${severityName[severity]}, ${name}`}
                    aria-invalid={wrong.has(`${key}.${severity}`) || undefined}
                    value={matrix[key][severity] ?? ""}
                    onChange={(event) =>
                      onChange(key, severity, event.target.value === "" ? null : Number(event.target.value))
                    }
                    className="ml-auto w-24! text-right tabular"
                  />
                ) : (
                  (matrix[key][severity] ?? <span className="text-ink-2">never</span>)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
