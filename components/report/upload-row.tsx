import { X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { bytes, percent } from "@/components/ui/format";
import { Progress } from "./mark";
import type { Upload } from "./use-uploads";

/** A file on its way, or one that could not be sent and why. */
export function UploadRow({ upload, onRetry, onDrop }: { upload: Upload; onRetry: () => void; onDrop: () => void }) {
  const { file, state, sent, error } = upload;
  return (
    <li className="flex min-h-11 items-center gap-3 border-b border-line px-1 py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{file.name}</span>
        {error ? (
          <span role="alert" className="block text-small text-critical">
            {error}
          </span>
        ) : (
          <span className="block text-small text-ink-2 tabular">
            {bytes(file.size)},{" "}
            {state === "waiting" ? "waits for its turn" : sent < 1 ? `${percent(sent)} sent` : "arrived, being stored"}
          </span>
        )}
      </span>
      {!error && (
        <span className="w-28 shrink-0">
          <Progress share={state === "waiting" ? 0 : sent < 1 ? sent : null} label={`Sending ${file.name}`} />
        </span>
      )}
      {error && (
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
      <IconButton size="sm" label={error ? `Dismiss ${file.name}` : `Stop sending ${file.name}`} onClick={onDrop}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
