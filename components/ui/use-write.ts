"use client";

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "@/lib/client/problem";
import { useToast } from "./toast";

/**
 * One write of a form: sends, says that it is done, lets the named answers be asked again, and keeps what the server
 * had against it, per field where it said so.
 */
export function useWrite<Input, Output>({
  send,
  done,
  undo,
  stale,
  after,
}: {
  send: (input: Input) => Promise<Output>;
  done?: (output: Output, input: Input) => string;
  /** What takes it back; undefined where nothing can. */
  undo?: (output: Output, input: Input) => (() => void) | undefined;
  stale: QueryKey[];
  after?: (output: Output, input: Input) => void;
}) {
  const client = useQueryClient();
  const say = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const mutation = useMutation({
    mutationFn: send,
    onMutate: () => setProblem(null),
    onError: (error) => {
      if (error instanceof Problem) setProblem(error);
      else say("Something went wrong in this page.", { bad: true });
    },
    onSuccess: (output, input) => {
      for (const queryKey of stale) client.invalidateQueries({ queryKey });
      if (done) say(done(output, input), { undo: undo?.(output, input) });
      after?.(output, input);
    },
  });
  const fields = problem?.body.errors ?? [];
  return {
    run: (input: Input) => mutation.mutate(input),
    busy: mutation.isPending,
    /** What the server has against one field. */
    field: (name: string) => problem?.field(name),
    /** What it has against the whole. */
    problem: problem && fields.length === 0 ? problem.message : null,
    clear: () => setProblem(null),
  };
}

/** Text fields of a submitted form, trimmed; empty ones are left out. */
export function formText(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === "string" && value.trim() !== "" ? [[name, value.trim()] as const] : [],
  );
  return Object.fromEntries(entries);
}
