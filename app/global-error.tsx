"use client";

import "./globals.css";

/** When even the outermost page cannot be drawn. It stands alone: no fonts, no data. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-sm space-y-3 px-4 py-24">
          <h1 className="text-title font-semibold">Parapet could not draw this page</h1>
          <p className="text-ink-2">The server or this browser had a fault. Nothing was changed.</p>
          <button
            type="button"
            onClick={() => retry()}
            className="h-8 rounded-md bg-accent-fill px-3 font-medium text-on-accent hover:bg-accent-fill-hover"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
