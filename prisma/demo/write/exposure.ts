import type { Workload } from "../company/workload";
import { base } from "./object";

export const hasService = ({ kind }: Workload): boolean => kind === "Deployment" || kind === "StatefulSet";

/** Service of a workload, and the Ingress that leads to it. */
export function exposureObjects(workload: Workload): object[] {
  const { name, namespace, exposure } = workload;
  if (!hasService(workload)) return [];
  const types = { ingress: "ClusterIP", "load-balancer": "LoadBalancer", "node-port": "NodePort" };
  const service = base(
    "v1",
    "Service",
    { name, namespace },
    {
      spec: {
        type: exposure ? types[exposure] : "ClusterIP",
        selector: { "app.kubernetes.io/name": name },
        ports: [{ name: "http", port: 80, targetPort: 8080 }],
      },
    },
  );
  if (exposure !== "ingress") return [service];
  const backend = { service: { name, port: { name: "http" } } };
  const host = `${name}.northgate.example`;
  const ingress = base(
    "networking.k8s.io/v1",
    "Ingress",
    { name, namespace },
    {
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: [host], secretName: `${name}-tls` }],
        rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
      },
    },
  );
  return [service, ingress];
}
