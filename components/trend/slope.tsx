/** From the period before to this one, as a line between two points; where one is not known there is no line. */
export function Slope({ before, now, max }: { before: number | null; now: number | null; max: number }) {
  const [width, height, inset] = [72, 28, 4];
  const y = (value: number) => height - inset - (value / Math.max(max, 1e-9)) * (height - 2 * inset);
  return (
    <svg aria-hidden="true" width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="shrink-0">
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--line)" />
      {before !== null && now !== null && (
        <line x1={inset} y1={y(before)} x2={width - inset} y2={y(now)} stroke="var(--ink-3)" strokeDasharray="3 3" />
      )}
      {before !== null && <circle cx={inset} cy={y(before)} r={2.5} fill="var(--paper)" stroke="var(--ink-3)" />}
      {now !== null && <circle cx={width - inset} cy={y(now)} r={3} fill="var(--ink)" />}
    </svg>
  );
}
