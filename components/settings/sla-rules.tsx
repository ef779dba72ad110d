/** How a due date comes about, in the order in which people ask. */
export function SlaRules({ atRiskDays }: { atRiskDays: number }) {
  return (
    <section aria-label="How due dates are counted" className="space-y-2 text-small text-ink-2">
      <h3 className="font-semibold text-ink">How due dates are counted</h3>
      <ul className="list-disc space-y-1.5 pl-4">
        <li>The clock starts when a finding is first seen at its place and there is a fix for it.</li>
        <li>It starts anew when the finding comes back.</li>
        <li>
          A higher severity, or a listing as exploited, brings the date forward to that day plus the new days, and never
          back.
        </li>
        <li>Rated lower, the new days count from the same start.</li>
        <li>Only an exception stops the clock: its time is added when it ends.</li>
        <li>Work that awaits verification is still owed until a scan has verified it.</li>
        <li>
          A finding is <em>at risk</em> within {atRiskDays} days of its due date, and <em>breached</em> after it.
        </li>
        <li>When these days change, all open due dates follow, counted from the start of their clocks.</li>
      </ul>
    </section>
  );
}
