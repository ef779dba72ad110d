/** Wherever exceptions are shown, as long as one person alone may decide on what they asked for themselves. */
export function FourEyesNotice() {
  return (
    <p role="status" className="border-b border-medium-fill bg-medium-soft px-4 py-1.5 text-small lg:px-6">
      Four eyes is off: whoever asks for an exception may approve it themselves.
    </p>
  );
}
