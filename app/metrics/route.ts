export { metricsText as GET } from "@/lib/api/health";
