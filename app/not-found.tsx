import { NotHere } from "@/components/ui/not-here";

/** Addresses that no page answers, for people who may not be signed in. */
export default function NotFound() {
  return (
    <main>
      <NotHere />
    </main>
  );
}
