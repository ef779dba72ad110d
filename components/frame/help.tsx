"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const groups: { title: string; keys: [string[], string][] }[] = [
  {
    title: "Everywhere",
    keys: [
      [["⌘", "K"], "Search and go anywhere"],
      [["/"], "Search on this page"],
      [["?"], "This list"],
      [["Esc"], "Close what is open"],
    ],
  },
  {
    title: "Findings",
    keys: [
      [["j"], "Next finding"],
      [["k"], "Previous finding"],
      [["Enter"], "Open the finding"],
      [["x"], "Select"],
      [["a"], "Claim or release"],
      [["e"], "Ask for an exception"],
      [["f"], "Filters"],
    ],
  },
  {
    title: "Exceptions",
    keys: [
      [["a"], "Approve"],
      [["r"], "Reject"],
    ],
  },
  {
    title: "Heat map",
    keys: [[["←", "→", "↑", "↓"], "From cell to cell"]],
  },
];

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Keyboard" open={open} onClose={onClose} width="max-w-md">
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h3 className="mb-1 text-small text-ink-2">{group.title}</h3>
          <dl>
            {group.keys.map(([keys, text]) => (
              <div
                key={text}
                className="flex h-8 items-center justify-between gap-4 border-b border-line last:border-0"
              >
                <dt>{text}</dt>
                <dd className="flex gap-1">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
