import { handle } from "@/lib/api/handle";
import { exportVex } from "@/lib/api/v1/vex/export";
import { importVex } from "@/lib/api/v1/vex/import";

export const GET = handle(exportVex);
export const POST = handle(importVex);
