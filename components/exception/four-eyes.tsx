import { Notice } from "@/components/ui/notice";

/** Wherever exceptions are shown, as long as one person alone may decide on what they asked for themselves. */
export function FourEyesNotice() {
  return (
    <Notice tone="warn" role="status">
      Four eyes is off: whoever asks for an exception may approve it themselves. An admin switched it off for this
      installation.
    </Notice>
  );
}
