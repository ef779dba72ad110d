/** The mark: a stretch of parapet. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="shrink-0 text-accent">
      <path fill="currentColor" d="M2 5h4v3h2V5h4v3h2V5h4v11h-7v-5H9v5H2z" />
    </svg>
  );
}
