import { type ImageLine, image } from "./image";
import { alpine, debian, distroless, go, goService, goTool, java, streamJava } from "./stacks";

/** What comes from elsewhere. */
export const publicImages: ImageLine[] = [
  image("docker.io/library/redis", [alpine()], {
    "7.0.11-alpine": [0],
    "7.2.4-alpine": [2],
    "7.4.2-alpine": [4],
    "7.4.3-alpine": [4],
  }),
  image("docker.io/library/postgres", [debian("libxml2 libldap-2.5-0 libkrb5-3 openssl")], {
    "15.4": [0],
    "16.9": [4],
    "16.10": [5],
  }),
  image("docker.io/library/eclipse-mosquitto", [alpine()], { "2.0.15": [0] }),
  image("docker.io/library/zookeeper", [debian("libsqlite3-0"), java(`org.apache.zookeeper:zookeeper ${streamJava}`)], {
    "3.6.3": [0, 0],
  }),
  image(
    "docker.io/confluentinc/cp-kafka",
    [debian("curl libkrb5-3 openssh-client"), java(`org.apache.zookeeper:zookeeper ${streamJava}`)],
    {
      "7.3.1": [0, 0],
    },
  ),
  image(
    "docker.io/confluentinc/cp-schema-registry",
    [debian("curl libkrb5-3"), java(`org.apache.avro:avro ${streamJava}`)],
    {
      "7.3.1": [0, 0],
    },
  ),
  image(
    "docker.io/metabase/metabase",
    [
      alpine("libexpat"),
      java(
        "com.h2database:h2 org.postgresql:postgresql org.apache.logging.log4j:log4j-core org.yaml:snakeyaml com.fasterxml.jackson.core:jackson-databind org.bouncycastle:bcprov-jdk15on commons-io:commons-io",
      ),
    ],
    {
      "v0.47.2": [1, 1],
    },
  ),
  image("docker.io/fluent/fluent-bit", [debian("openssl")], { "3.0.4": [2] }),
  image(
    "docker.io/grafana/grafana",
    [alpine("curl"), go(`${goService} golang.org/x/oauth2 github.com/go-jose/go-jose/v3`)],
    {
      "11.2.2": [3, 3],
      "12.1.1": [5, 5],
    },
  ),
  image(
    "docker.io/library/traefik",
    [alpine(), go(`${goService} github.com/traefik/traefik/v2 github.com/go-jose/go-jose/v3 github.com/docker/docker`)],
    {
      "v2.10.1": [0, 0],
      "v2.11.2": [2, 2],
    },
  ),
  image("docker.io/rancher/local-path-provisioner", [alpine(), go(goTool)], { "v0.0.24": [0, 0], "v0.0.31": [4, 4] }),
  image("quay.io/prometheus/prometheus", [go(`${goTool} github.com/docker/docker`)], {
    "v2.45.0": [0],
    "v2.54.1": [3],
    "v3.5.0": [5],
  }),
  image("quay.io/prometheus/node-exporter", [go("stdlib golang.org/x/net google.golang.org/protobuf")], {
    "v1.6.0": [0],
    "v1.8.2": [3],
    "v1.9.1": [5],
  }),
  image(
    "quay.io/jetstack/cert-manager-controller",
    [distroless(), go(`${goTool} golang.org/x/crypto github.com/go-jose/go-jose/v3`)],
    {
      "v1.18.2": [5, 5],
    },
  ),
  image(
    "registry.k8s.io/ingress-nginx/controller",
    [alpine("curl libxml2"), go(`${goTool} k8s.io/ingress-nginx github.com/opencontainers/runc`)],
    {
      "v1.11.3": [3, 3],
      "v1.12.1": [4, 4],
      "v1.13.3": [5, 5],
    },
  ),
  image("registry.k8s.io/external-dns/external-dns", [go(goTool)], { "v0.18.0": [5] }),
  image("registry.k8s.io/kube-state-metrics/kube-state-metrics", [go(goTool)], { "v2.9.2": [1], "v2.16.0": [5] }),
  image("registry.k8s.io/coredns/coredns", [go(goService)], { "v1.10.1": [1], "v1.12.0": [4], "v1.12.1": [5] }),
  image("registry.k8s.io/kube-proxy", [distroless(), go(goTool)], { "v1.28.9": [2, 2], "v1.33.1": [4, 4] }),
  image("registry.k8s.io/metrics-server/metrics-server", [go(goTool)], { "v0.6.3": [0], "v0.8.0": [5] }),
  image("registry.kioskworks.example/kiosk/ui", [debian("curl libwebp7 openssl")], { "4.2": [0] }),
  image("registry.kioskworks.example/kiosk/agent", [debian("curl openssh-client")], { latest: [0] }, [
    {
      ruleId: "private-key",
      category: "AsymmetricPrivateKey",
      title: "Asymmetric Private Key",
      severity: "HIGH",
      path: "opt/agent/support_rsa",
      line: 1,
      match: "BEGIN RSA PRIVATE KEY-----*******************",
    },
  ]),
];
