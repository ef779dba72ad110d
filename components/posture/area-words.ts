import type { Area } from "@/lib/domain/vocabulary";

/** Column heads: whole where there is room, short on phones. */
export const areaName: Record<Area, string> = {
  host: "Host",
  network: "Network",
  platform: "Platform",
  pipeline: "Pipeline",
  application: "Application",
  runtime: "Runtime",
  people: "People",
};

export const areaShort: Record<Area, string> = {
  host: "Host",
  network: "Net",
  platform: "Plat",
  pipeline: "Pipe",
  application: "App",
  runtime: "Run",
  people: "Ppl",
};

/** What an area covers, for the tip on its head. */
export const areaCovers: Record<Area, string> = {
  host: "Nodes, host OS, container runtime",
  network: "Traffic in, out and between containers",
  platform: "Control plane, RBAC, registry, pod policy",
  pipeline: "Source, build, signing, who may deploy",
  application: "What is inside images and repositories",
  runtime: "What happens while it runs",
  people: "Training, access reviews, ownership",
};
