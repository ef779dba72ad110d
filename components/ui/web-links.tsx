/** Those of the addresses, which somebody else has written down, that are of web pages. */
export const webPages = (links: readonly string[]) => links.filter((link) => /^https?:\/\//i.test(link));

/** Links to web pages that others named; addresses of any other kind are left out. */
export function WebLinks({ links }: { links: readonly string[] }) {
  return (
    <ul className="space-y-1 text-small">
      {webPages(links).map((link) => (
        <li key={link} className="truncate">
          <a
            href={link}
            rel="noreferrer noopener"
            target="_blank"
            className="rounded-sm text-accent underline-offset-3 hover:underline"
          >
            {link.replace(/^https?:\/\//i, "")}
          </a>
        </li>
      ))}
    </ul>
  );
}
