import { flaw, line, open, type PackageLine } from "./package-line";

/** Packages of Java programs, as `group:artifact`. */
export const javaPackages: PackageLine[] = [
  line("org.apache.logging.log4j:log4j-core", { 0: "2.14.1", 1: "2.20.0" }, [
    flaw("CVE-2021-44228", "critical", 1, "2.3.1, 2.12.2, 2.15.0", "Logged text with a JNDI lookup runs remote code"),
    flaw(
      "CVE-2021-45046",
      "critical",
      1,
      "2.3.1, 2.12.2, 2.16.0",
      "JNDI lookups still run where patterns use the context",
    ),
    flaw("CVE-2021-45105", "medium", 1, "2.3.1, 2.12.3, 2.17.0", "Lookups that refer to themselves use up the stack"),
    flaw(
      "CVE-2021-44832",
      "medium",
      1,
      "2.3.2, 2.12.4, 2.17.1",
      "Whoever changes the configuration can run remote code",
    ),
  ]),
  line("org.springframework:spring-beans", { 0: "5.3.16", 1: "5.3.31", 4: "6.1.20" }, [
    flaw(
      "CVE-2022-22965",
      "critical",
      1,
      "5.2.20.RELEASE, 5.3.18",
      "Binding of request parameters reaches the class loader",
    ),
  ]),
  line("org.springframework:spring-web", { 0: "5.3.16", 1: "5.3.31", 2: "5.3.34", 4: "6.1.20" }, [
    flaw("CVE-2016-1000027", "critical", 4, "6.0.0", "HttpInvoker deserialises what it is sent"),
    flaw(
      "CVE-2024-22243",
      "high",
      2,
      "5.3.32, 6.0.17, 6.1.4",
      "Hosts of parsed addresses are not those of the request",
    ),
    flaw(
      "CVE-2024-22259",
      "high",
      2,
      "5.3.33, 6.0.18, 6.1.5",
      "Hosts of parsed addresses are still not those of the request",
    ),
    flaw("CVE-2024-22262", "high", 2, "5.3.34, 6.0.19, 6.1.6", "More addresses are parsed with the wrong host"),
    flaw("CVE-2024-38809", "medium", 4, "5.3.38, 6.0.23, 6.1.12", "Long lists of ETags take quadratic time"),
  ]),
  line("org.springframework:spring-webmvc", { 0: "5.3.16", 1: "5.3.31", 4: "6.1.20" }, [
    flaw(
      "CVE-2023-20860",
      "critical",
      1,
      "5.3.26, 6.0.7",
      "Patterns with double wildcards match differently in security rules",
    ),
    flaw("CVE-2024-38816", "high", 4, "6.1.13", "Static resources are served from outside of their folder"),
    flaw("CVE-2024-38819", "high", 4, "6.1.14", "Static resources are still served from outside of their folder"),
  ]),
  line("org.springframework:spring-expression", { 0: "5.3.16", 1: "5.3.31", 4: "6.1.20" }, [
    flaw("CVE-2023-20861", "medium", 1, "5.2.23.RELEASE, 5.3.26, 6.0.7", "Expressions use up memory"),
    flaw("CVE-2023-20863", "high", 1, "5.2.24.RELEASE, 5.3.27, 6.0.8", "Repeated texts in expressions use up memory"),
    flaw("CVE-2024-38808", "medium", 4, "5.3.39", "Long expressions keep the CPU busy"),
  ]),
  line("org.springframework.boot:spring-boot-actuator-autoconfigure", { 0: "2.6.4", 1: "2.7.18", 4: "3.3.12" }, [
    flaw(
      "CVE-2023-20873",
      "critical",
      1,
      "2.5.15, 2.6.15, 2.7.11, 3.0.6",
      "Wildcard endpoints pass by security rules on Cloud Foundry",
    ),
  ]),
  line("org.springframework.security:spring-security-web", { 0: "5.6.2", 1: "5.7.11", 4: "6.3.9" }, [
    flaw(
      "CVE-2024-38821",
      "critical",
      4,
      "5.7.13, 5.8.15, 6.2.7, 6.3.4",
      "Static resources of WebFlux pass by security rules",
    ),
  ]),
  line(
    "org.apache.tomcat.embed:tomcat-embed-core",
    { 0: "9.0.71", 1: "9.0.83", 2: "9.0.89", 3: "9.0.96", 4: "9.0.105", 5: "9.0.111" },
    [
      flaw("CVE-2023-28709", "high", 1, "8.5.88, 9.0.74, 10.1.8", "The limit of parameters does not hold for queries"),
      flaw("CVE-2023-41080", "medium", 1, "8.5.93, 9.0.80, 10.1.13", "The log-in form redirects anywhere"),
      flaw("CVE-2023-42795", "medium", 1, "8.5.94, 9.0.81, 10.1.14", "Recycled objects mix up requests"),
      flaw(
        "CVE-2023-44487",
        "medium",
        1,
        "8.5.94, 9.0.81, 10.1.14",
        "HTTP/2 streams that are reset at once overload the server",
      ),
      flaw("CVE-2023-45648", "medium", 1, "8.5.94, 9.0.81, 10.1.14", "Trailers allow request smuggling"),
      flaw("CVE-2024-24549", "high", 2, "8.5.99, 9.0.86, 10.1.19", "Headers beyond the limit are still processed"),
      flaw("CVE-2024-34750", "high", 3, "9.0.90, 10.1.25", "Streams are counted wrongly, so connections stay open"),
      flaw("CVE-2024-50379", "critical", 4, "9.0.98, 10.1.34", "A race while JSPs are compiled runs uploaded code"),
      flaw("CVE-2024-56337", "high", 4, "9.0.98, 10.1.34", "The race while JSPs are compiled is not fixed completely"),
      flaw("CVE-2025-24813", "critical", 4, "9.0.99, 10.1.35", "Partial uploads write session files that run code"),
      flaw("CVE-2025-31650", "high", 4, "9.0.104, 10.1.40", "Invalid priority headers leak memory"),
      flaw("CVE-2025-31651", "critical", 4, "9.0.104, 10.1.40", "Crafted requests pass by rewrite rules"),
      flaw("CVE-2025-48988", "high", 5, "9.0.106, 10.1.42", "Many parts of an upload use up memory"),
      flaw(
        "CVE-2025-48989",
        "high",
        5,
        "9.0.108, 10.1.44",
        "HTTP/2 streams are reset by the server itself until memory is used up",
      ),
      flaw("CVE-2025-55752", "high", 5, "9.0.109, 10.1.45", "Rewritten addresses reach folders behind other rules"),
    ],
  ),
  line("org.yaml:snakeyaml", { 0: "1.29", 1: "1.33", 2: "2.2" }, [
    flaw("CVE-2022-25857", "high", 1, "1.31", "Nested collections use up the stack"),
    flaw("CVE-2022-38749", "medium", 1, "1.31", "Nested sequences use up the stack"),
    flaw("CVE-2022-38751", "medium", 1, "1.31", "Crafted keys use up the stack"),
    flaw("CVE-2022-38752", "medium", 1, "1.32", "Hash codes of crafted collections use up the stack"),
    flaw("CVE-2022-41854", "medium", 1, "1.32", "More crafted documents use up the stack"),
    flaw("CVE-2022-1471", "high", 2, "2.0", "Documents create objects of any class"),
  ]),
  line("com.fasterxml.jackson.core:jackson-databind", { 0: "2.13.1", 1: "2.15.3" }, [
    flaw("CVE-2020-36518", "high", 1, "2.12.6.1, 2.13.2.1", "Deeply nested objects use up the stack"),
    flaw("CVE-2022-42003", "high", 1, "2.12.7.1, 2.13.4.2", "Nested arrays that are unwrapped use up the stack"),
    flaw("CVE-2022-42004", "high", 1, "2.12.7.1, 2.13.4", "Nested arrays of beans use up the stack"),
  ]),
  line("org.apache.commons:commons-text", { 0: "1.9", 1: "1.11.0" }, [
    flaw("CVE-2022-42889", "critical", 1, "1.10.0", "Interpolated text runs scripts and looks up remote names"),
  ]),
  line("org.apache.commons:commons-compress", { 0: "1.21", 2: "1.26.1" }, [
    flaw("CVE-2024-25710", "high", 2, "1.26.0", "Reading a damaged dump file never ends"),
    flaw("CVE-2024-26308", "medium", 2, "1.26.0", "Unpacking a damaged Pack200 file uses up memory"),
  ]),
  line("commons-io:commons-io", { 0: "2.11.0", 3: "2.16.1" }, [
    flaw("CVE-2024-47554", "medium", 3, "2.14.0", "Reading of crafted XML keeps the CPU busy"),
  ]),
  line("commons-beanutils:commons-beanutils", { 0: "1.9.4", 5: "1.11.0" }, [
    flaw("CVE-2025-48734", "high", 5, "1.11.0", "Properties of enumerations reach the class loader"),
  ]),
  line("io.netty:netty-codec-http2", { 0: "4.1.94.Final", 1: "4.1.101.Final", 4: "4.1.121.Final" }, [
    flaw("CVE-2023-44487", "high", 1, "4.1.100.Final", "HTTP/2 streams that are reset at once overload the server"),
  ]),
  line("io.netty:netty-codec-http", { 0: "4.1.94.Final", 1: "4.1.101.Final", 2: "4.1.109.Final", 4: "4.1.121.Final" }, [
    flaw("CVE-2024-29025", "medium", 2, "4.1.108.Final", "Forms with many small fields use up memory"),
  ]),
  line("io.netty:netty-handler", { 0: "4.1.92.Final", 1: "4.1.101.Final", 4: "4.1.121.Final" }, [
    flaw("CVE-2023-34462", "medium", 1, "4.1.94.Final", "Large handshake records use up memory"),
    flaw("CVE-2025-24970", "high", 4, "4.1.118.Final", "Crafted packets crash the native TLS engine"),
  ]),
  line("org.postgresql:postgresql", { 0: "42.3.2", 1: "42.6.0", 2: "42.7.3" }, [
    flaw("CVE-2022-31197", "high", 1, "42.2.26, 42.4.1", "Names of columns inject SQL on refresh"),
    flaw("CVE-2024-1597", "critical", 2, "42.2.28, 42.6.1, 42.7.2", "Negative numbers inject SQL in simple query mode"),
  ]),
  line("org.apache.kafka:kafka-clients", { 0: "3.3.1", 1: "3.5.1", 3: "3.8.0", 5: "4.0.0" }, [
    flaw("CVE-2023-25194", "high", 1, "3.4.0", "A JAAS configuration with a JNDI module runs remote code"),
    flaw("CVE-2024-31141", "medium", 3, "3.8.0", "Configuration providers read files and variables"),
    flaw("CVE-2025-27817", "high", 5, "3.9.1", "OAuth settings of a client read files and send requests"),
  ]),
  line("org.apache.zookeeper:zookeeper", { 0: "3.6.3", 1: "3.8.3", 4: "3.9.3" }, [
    flaw(
      "CVE-2023-44981",
      "critical",
      1,
      "3.7.2, 3.8.3, 3.9.1",
      "Quorum members without an instance in their id are not checked",
    ),
    flaw("CVE-2024-23944", "medium", 4, "3.8.4, 3.9.2", "Watchers learn paths that they may not read"),
  ]),
  line("com.google.protobuf:protobuf-java", { 0: "3.19.2", 1: "3.21.12", 4: "3.25.5" }, [
    flaw("CVE-2022-3171", "medium", 1, "3.16.3, 3.19.6, 3.20.3, 3.21.7", "Repeated fields keep the collector busy"),
    flaw("CVE-2024-7254", "high", 4, "3.25.5, 4.27.5, 4.28.2", "Deeply nested groups use up the stack"),
  ]),
  line("com.google.guava:guava", { 0: "31.1-jre", 1: "32.1.3-jre" }, [
    flaw("CVE-2023-2976", "medium", 1, "32.0.0-android", "Temporary files are readable by others"),
    flaw("CVE-2020-8908", "low", 1, "32.0.0-android", "Temporary folders are readable by others"),
  ]),
  line("org.apache.avro:avro", { 0: "1.11.0", 1: "1.11.3", 4: "1.11.4" }, [
    flaw("CVE-2023-39410", "high", 1, "1.11.3", "Damaged data uses up memory"),
    flaw("CVE-2024-47561", "critical", 4, "1.11.4", "Schemas from outside run code while they are parsed"),
  ]),
  line("ch.qos.logback:logback-core", { 0: "1.2.10", 2: "1.2.13", 4: "1.5.16" }, [
    flaw("CVE-2023-6378", "high", 2, "1.2.13, 1.3.12, 1.4.12", "The receiver of log events can be overloaded"),
    flaw("CVE-2024-12798", "medium", 4, "1.3.15, 1.5.13", "Configuration files run expressions"),
  ]),
  line("com.h2database:h2", { 0: "1.4.200", 1: "2.2.224" }, [
    flaw("CVE-2021-42392", "critical", 1, "2.0.206", "The console looks up JNDI names before a log-in"),
    flaw("CVE-2022-23221", "critical", 1, "2.1.210", "Connection settings run scripts without a log-in"),
  ]),
  line("org.bouncycastle:bcprov-jdk15on", { 0: "1.69" }, [
    open("CVE-2024-29857", "medium", "Curves with large parameters keep the CPU busy"),
    open("CVE-2024-30171", "medium", "Timing side channel in RSA key exchange"),
    open("CVE-2023-33201", "medium", "Names of certificates inject LDAP queries"),
  ]),
  line("org.apache.activemq:activemq-broker", { 0: "5.16.5", 1: "5.18.3" }, [
    flaw(
      "CVE-2023-46604",
      "critical",
      1,
      "5.15.16, 5.16.7, 5.17.6, 5.18.3",
      "Crafted OpenWire commands run remote code",
    ),
  ]),
];
