import { expect, it } from "vitest";
import { idParts, placeOf } from "./place";

const reader = "rbac.authorization.k8s.io/v1//ClusterRole/reader";

it.each([
  ["apps/v1/shop/Deployment/web", "apps", "shop", "Deployment", "web", []],
  ["/v1/shop/Pod/web-0", "", "shop", "Pod", "web-0", []],
  ["/v1//Namespace/shop", "", "", "Namespace", "shop", []],
  ["path=1881121400/api=apps/v1//Deployment/web", "apps", "", "Deployment", "web", []],
  ["path=423865324/api=/v1/shop/Service/web", "", "shop", "Service", "web", []],
  ["hostdata.kubescape.cloud/v1beta0/KubeletInfo/node-1", "hostdata.kubescape.cloud", "", "KubeletInfo", "node-1", []],
  ["eks.amazonaws.com/v1/ClusterDescribe/prod", "eks.amazonaws.com", "", "ClusterDescribe", "prod", []],
  [`/shop/ServiceAccount/web/${reader}`, "", "shop", "ServiceAccount", "web", ["ClusterRole/reader"]],
  // In the order of the alphabet, it need not be the first.
  [
    `/v1/web/Secret/key/web/web/Deployment/web/${reader}`,
    "web",
    "web",
    "Deployment",
    "web",
    ["Secret/key", "ClusterRole/reader"],
  ],
  [
    `//ServiceAccount/web/path=27/api=${reader}/path=36/api=rbac.authorization.k8s.io/v1//ClusterRoleBinding/b`,
    ...["", "", "ServiceAccount", "web", ["ClusterRole/reader", "ClusterRoleBinding/b"]],
  ],
])("reads the id %s", (id, group, namespace, kind, name, related) => {
  expect(idParts(id as string)).toEqual({ group, namespace, kind, name, related });
});

it.each(["", "/", "x", "apps/v1", "apps/v1/shop", "a/b/c", "////", "apps/v1/shop/Deployment/"])(
  "finds no object in %j",
  (id) => {
    expect(idParts(id)).toBeNull();
  },
);

it.each([
  ["hostdata.armo.cloud/v1beta0/LinuxKernelVariables/node-1", { kind: "node", name: "node-1" }],
  ["container.googleapis.com/v1/ClusterDescribe/prod", { kind: "cluster" }],
  [
    "batch/v1/shop/Job/report-28459020",
    { kind: "workload", namespace: "shop", workloadKind: "CronJob", name: "report" },
  ],
])("knows what %s is without its object", (id, asset) => {
  expect(placeOf(id, {}, "")?.asset).toEqual(asset);
});
