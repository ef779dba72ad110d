import { isRefusal } from "@/lib/authz/refusal";
import type { ExceptionsDecided } from "@/lib/client/contract/exception";

/** Does it to each by itself: one that is refused is named, and does not hold up the rest. */
export async function eachById(ids: readonly number[], act: (id: number) => Promise<void>): Promise<ExceptionsDecided> {
  const done: number[] = [];
  const failed: { id: number; reason: string }[] = [];
  for (const id of new Set(ids)) {
    try {
      await act(id);
      done.push(id);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      failed.push({ id, reason: error.message });
    }
  }
  return { done, failed };
}
