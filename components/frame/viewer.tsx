"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { SessionInfo } from "@/lib/client/contract/session";

const Viewer = createContext<SessionInfo | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: SessionInfo; children: ReactNode }) {
  return <Viewer value={viewer}>{children}</Viewer>;
}

/** Who is looking. Throws outside of the signed-in frame: that is a bug. */
export function useViewer(): SessionInfo {
  const viewer = useContext(Viewer);
  if (!viewer) throw new Error("useViewer needs the signed-in frame around it");
  return viewer;
}

/** May this person do it to anything at all? The server said so; rights on one object come with the object. */
export function useMay(action: string): boolean {
  return useViewer().abilities[action] === true;
}
