"use client";

import { ChevronDown } from "lucide-react";
import { useRef, useState } from "react";
import { useMay } from "@/components/frame/viewer";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { plural } from "@/components/ui/format";
import { Menu, MenuItem, MenuTitle } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import { useWrite } from "@/components/ui/use-write";
import { VexImported } from "@/lib/client/contract/exception";
import { api } from "@/lib/client/fetcher";

const formats = [
  { text: "OpenVEX", href: "/api/v1/vex?format=openvex" },
  { text: "CycloneDX VEX", href: "/api/v1/vex?format=cyclonedx" },
];

/** Takes decisions out as VEX documents, and other people's in as requests. */
export function VexMenu() {
  const mayRequest = useMay("exceptions.request");
  const file = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<VexImported | null>(null);
  const say = useToast();
  const write = useWrite({
    send: async (chosen: File) => api("/vex", { method: "POST", body: await documentOf(chosen), shape: VexImported }),
    stale: [["exceptions"]],
    after: setResult,
  });
  function take(href: string) {
    fetch(href, { credentials: "same-origin" })
      .then(async (response) => {
        const body = await response.blob();
        if (!response.ok) return say(JSON.parse(await body.text()).detail ?? "It failed.", { bad: true });
        const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "vex.json";
        save(body, name);
      })
      .catch(() => say("The server cannot be reached.", { bad: true }));
  }
  return (
    <>
      <Menu
        label="VEX documents"
        anchor={(anchor) => (
          <Button {...anchor} aria-haspopup="menu" busy={write.busy}>
            VEX
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        )}
      >
        <MenuTitle>Export what is decided</MenuTitle>
        {formats.map(({ text, href }) => (
          <MenuItem key={href} onSelect={() => take(href)}>
            {text}
          </MenuItem>
        ))}
        {mayRequest && (
          <>
            <MenuTitle>Import as requests</MenuTitle>
            <MenuItem onSelect={() => file.current?.click()}>OpenVEX document …</MenuItem>
          </>
        )}
      </Menu>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        aria-label="OpenVEX document"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (chosen) write.run(chosen);
        }}
      />
      <Dialog title="Not imported" open={write.problem !== null} onClose={write.clear}>
        <p>{write.problem}</p>
      </Dialog>
      <Dialog title="Imported" open={result !== null} onClose={() => setResult(null)}>
        {result && <Result result={result} />}
      </Dialog>
    </>
  );
}

function Result({ result: { requested, skipped } }: { result: VexImported }) {
  return (
    <>
      <p>
        {requested.length === 0
          ? "Nothing of it became a request."
          : `${plural(requested.length, "request")} wait${requested.length === 1 ? "s" : ""} for approval.`}
      </p>
      {skipped.length > 0 && (
        <section aria-label="Left out">
          <h3 className="mb-1 text-small font-medium">{plural(skipped.length, "statement")} left out</h3>
          <ul className="max-h-60 divide-y divide-line overflow-y-auto text-small">
            {skipped.map((one) => (
              <li key={`${one.vulnerability} ${one.product} ${one.reason}`} className="py-1">
                <span className="font-mono">{one.vulnerability}</span>{" "}
                <span className="break-all text-ink-2">{one.product}</span>: {one.reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What a file holds; something that no document is where it is no JSON, which the server then says. */
async function documentOf(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    return { file: file.name };
  }
}

function save(body: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
