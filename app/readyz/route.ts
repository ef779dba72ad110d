export { readyz as GET } from "@/lib/api/health";

export const dynamic = "force-dynamic";
