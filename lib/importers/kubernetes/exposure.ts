import { objectOf, objectsOf, stringOf } from "../text";
import type { InventoryItem } from "../types";
import type { Fields, KubernetesObject } from "./objects";

/**
 * Annotations by which a cloud keeps a load balancer off the internet, with the value that does it.
 * Sources: the service annotations of the cloud controllers of AWS, Google, Azure, OpenStack, Oracle, IBM, Hetzner,
 * DigitalOcean, Scaleway, Alibaba, Tencent and Yandex.
 */
const internal: [string, RegExp][] = [
  ["service.beta.kubernetes.io/aws-load-balancer-internal", /^(?!false$).+/i],
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", /^internal$/i],
  ["cloud.google.com/load-balancer-type", /^internal$/i],
  ["networking.gke.io/load-balancer-type", /^internal$/i],
  ["service.beta.kubernetes.io/azure-load-balancer-internal", /^true$/i],
  ["service.beta.kubernetes.io/openstack-internal-load-balancer", /^true$/i],
  ["service.beta.kubernetes.io/oci-load-balancer-internal", /^true$/i],
  ["oci-network-load-balancer.oraclecloud.com/internal", /^true$/i],
  ["service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", /^private$/i],
  ["load-balancer.hetzner.cloud/disable-public-network", /^true$/i],
  ["service.beta.kubernetes.io/do-loadbalancer-network", /^internal$/i],
  ["service.beta.kubernetes.io/scw-loadbalancer-private", /^true$/i],
  ["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", /^intranet$/i],
  ["service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", /./],
  ["yandex.cloud/load-balancer-type", /^internal$/i],
];
const privateRange =
  /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i;

/** A Service, and whether it can be reached from outside of the cluster's networks. */
export function serviceItem(object: KubernetesObject, namespace: string): InventoryItem {
  const { spec, annotations, name } = object;
  const ranges = Array.isArray(spec.loadBalancerSourceRanges) ? spec.loadBalancerSourceRanges.map(String) : [];
  const kept =
    internal.some(([key, value]) => annotations[key] !== undefined && value.test(annotations[key])) ||
    (ranges.length > 0 && ranges.every((range) => privateRange.test(range)));
  const external = Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0;
  const exposed = external || spec.type === "NodePort" || (spec.type === "LoadBalancer" && !kept);
  const selector = objectOf(spec.selector);
  const labels = Object.entries(selector ?? {}).map(([key, value]) => [key, String(value)] as const);
  return {
    type: "inventory",
    item: "service",
    namespace,
    name,
    selector: labels.length > 0 ? Object.fromEntries(labels) : null,
    exposed,
  };
}

type Target = { namespace: string; name: string };

/**
 * An Ingress or route from outside the cluster to its Services; null when the object is none or leads nowhere from
 * outside: Ingress (all API versions), Gateway API routes, OpenShift Route, Istio VirtualService at a gateway,
 * Traefik IngressRoute, Contour HTTPProxy.
 */
export function routeItem(object: KubernetesObject, namespace: string): InventoryItem | null {
  const targets = targetsOf(object, namespace);
  if (targets.length === 0) return null;
  const services = [...new Map(targets.map((target) => [`${target.namespace}/${target.name}`, target])).values()];
  return { type: "inventory", item: "route", namespace, name: `${object.kind}/${object.name}`, services };
}

/** Is this one of the kinds that `routeItem` reads? */
export function isRoute({ kind, group }: KubernetesObject): boolean {
  return kind === "Ingress" || kind === "VirtualService" || routeKinds.test(kind) || isProxy(kind, group);
}

const routeKinds = /^(?:HTTP|GRPC|TCP|TLS|UDP)?Route$|^IngressRoute(?:TCP|UDP)?$/;
const isProxy = (kind: string, group: string) => kind === "HTTPProxy" && group === "projectcontour.io";

function targetsOf(object: KubernetesObject, namespace: string): Target[] {
  const { kind, spec } = object;
  const named = (names: (string | null)[]) => names.flatMap((name) => (name ? [{ namespace, name }] : []));
  if (kind === "Ingress") return isInternalIngress(object) ? [] : named(ingressServices(spec));
  if (kind === "VirtualService") return virtualServiceTargets(spec, namespace);
  if (kind === "Route") {
    return named([spec.to, ...objectsOf(spec.alternateBackends)].map((to) => stringOf(objectOf(to)?.name)));
  }
  if (kind.startsWith("IngressRoute") || kind === "HTTPProxy") {
    const services = objectsOf(spec.routes).flatMap((route) => objectsOf(route.services));
    return services.flatMap((one) => {
      const name = one.kind === "TraefikService" ? null : stringOf(one.name);
      return name ? [{ namespace: stringOf(one.namespace) ?? namespace, name }] : [];
    });
  }
  const parents = objectsOf(spec.parentRefs);
  // A route whose parent is a Service steers traffic inside the mesh.
  if (parents.length > 0 && parents.every((parent) => parent.kind === "Service")) return [];
  return objectsOf(spec.rules)
    .flatMap((rule) => objectsOf(rule.backendRefs))
    .flatMap((backend) => {
      const name = (backend.kind ?? "Service") === "Service" ? stringOf(backend.name) : null;
      return name ? [{ namespace: stringOf(backend.namespace) ?? namespace, name }] : [];
    });
}

/** `networking.k8s.io/v1` says `service.name`, the versions before it `serviceName`. */
function ingressServices(spec: Fields): (string | null)[] {
  const paths = objectsOf(spec.rules).flatMap((rule) => objectsOf(objectOf(rule.http)?.paths));
  const backends = [spec.defaultBackend, spec.backend, ...paths.map((path) => path.backend)].map(objectOf);
  return backends.map((backend) => stringOf(objectOf(backend?.service)?.name) ?? stringOf(backend?.serviceName));
}

/** AWS makes internal load balancers unless told otherwise; Google has a class of its own for them. */
function isInternalIngress({ spec, annotations }: KubernetesObject): boolean {
  const ingressClass = stringOf(spec.ingressClassName) ?? annotations["kubernetes.io/ingress.class"];
  const scheme = annotations["alb.ingress.kubernetes.io/scheme"];
  if (ingressClass === "alb") return scheme !== "internet-facing";
  return ingressClass === "gce-internal" || scheme === "internal";
}

/** Hosts are `service`, `service.namespace` or `service.namespace.svc…`; without a gateway it only steers the mesh. */
function virtualServiceTargets(spec: Fields, namespace: string): Target[] {
  const gateways = Array.isArray(spec.gateways) ? spec.gateways.map(String) : [];
  if (!gateways.some((gateway) => gateway !== "mesh")) return [];
  const routes = ["http", "tls", "tcp"].flatMap((protocol) => objectsOf(spec[protocol]));
  return routes
    .flatMap((route) => objectsOf(route.route))
    .flatMap((one) => {
      const [name, space, svc] = (stringOf(objectOf(one.destination)?.host) ?? "").split(".");
      if (!name || name.includes("*") || (svc !== undefined && svc !== "svc")) return [];
      return [{ namespace: space || namespace, name }];
    });
}
