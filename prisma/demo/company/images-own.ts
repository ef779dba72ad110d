import { type ImageLine, image } from "./image";
import {
  alpine,
  debian,
  distroless,
  go,
  goService,
  java,
  nextApp,
  node,
  nodeApi,
  nodeTools,
  python,
  pythonApi,
  pythonData,
  springApi,
  streamJava,
} from "./stacks";

/** What the teams build themselves. Numbers: how old the packages of each stack are. */
export const ownImages: ImageLine[] = [
  image("checkout/cart-api", [alpine("curl"), node(`${nodeApi} ${nodeTools}`)], {
    "2.11.0": [2, 1],
    "2.14.0": [4, 4],
    "2.15.1": [5, 5],
    "2.16.0-rc.1": [5, 5],
  }),
  image("checkout/checkout-api", [distroless(), java(springApi)], { "5.3.1": [3, 3], "5.4.0": [5, 5] }),
  image("checkout/pricing", [distroless(), go(goService)], { "1.9.4": [5, 5], "1.10.0-rc.2": [5, 5] }),
  image("checkout/promo-engine", [alpine("libexpat"), node(`${nodeApi} ejs lodash moment`)], {
    "0.8.2": [2, 0],
    "0.9.0-rc.3": [4, 3],
  }),
  image("checkout/order-worker", [alpine(), node(`${nodeTools} axios form-data ws`)], {
    "3.1.0": [3, 3],
    "3.2.0": [5, 5],
  }),
  image("checkout/pos-gateway", [alpine("curl nghttp2-libs"), go(goService)], { "1.2.4": [2, 2] }),
  image("checkout/price-sync", [alpine("curl"), python("requests urllib3 certifi idna")], { "0.9.0": [2, 1] }),

  image("payments/payments-api", [distroless(), java(`${springApi} ${streamJava}`)], {
    "8.0.2": [4, 4],
    "8.1.0": [5, 5],
  }),
  image("payments/webhooks", [distroless(), go(`${goService} github.com/golang-jwt/jwt/v4`)], {
    "2.2.0": [4, 4],
    "2.3.0-rc.1": [5, 5],
  }),
  image("payments/ledger", [distroless(), go(goService)], { "4.6.0": [3, 3], "4.7.1": [5, 5] }),
  image("payments/reconciliation", [alpine("libpq krb5-libs"), python(`${pythonData} paramiko`)], {
    "1.3.3": [4, 4],
    "1.4.0": [5, 5],
  }),
  image("payments/invoice-export", [debian("libxml2 curl"), python("requests urllib3 Jinja2 Pillow cryptography")], {
    "1.0.8": [1, 1],
  }),

  image("web/storefront", [alpine("libwebp"), node(nextApp), node("react-server-dom-webpack")], {
    "3.9.2": [4, 4, null],
    "4.0.0": [5, 5, 5],
    "4.0.1": [5, 5, 6],
  }),
  image("web/account", [alpine(), node(nextApp), node("react-server-dom-webpack")], {
    "2.2.5": [4, 4, null],
    "2.3.0": [5, 5, 5],
  }),
  image("web/gift-cards", [alpine(), node(nextApp), node("react-server-dom-webpack")], {
    "1.4.0": [4, 4, null],
    "1.5.0": [5, 5, 5],
  }),
  image("web/help-centre", [alpine(), node(nextApp), node("react-server-dom-webpack")], {
    "1.1.0": [3, 4, null],
    "1.2.0": [5, 5, 5],
  }),
  image("web/search-api", [alpine(), node(`${nodeApi} semver`)], { "5.1.3": [4, 5], "5.2.0": [5, 5] }),
  image("web/image-resizer", [debian("libwebp7 libaom3"), node(`${nodeApi} tar`)], {
    "2.0.7": [0, 1],
    "2.1.0": [4, 4],
  }),
  image("web/label-printer", [alpine("libxml2"), node("express body-parser qs moment")], { "1.0.3": [2, 0] }),
  image("web/loyalty", [alpine(), node(`${nodeApi} lodash crypto-js minimist json5`)], {
    "0.4.1": [1, 0],
    "0.5.0-rc.1": [5, 4],
  }),

  image(
    "data/airflow",
    [
      debian("curl git openssh-client libldap-2.5-0 libsqlite3-0 libkrb5-3 libxml2 libexpat1"),
      python(`${pythonApi} ${pythonData} apache-airflow Werkzeug Flask paramiko`),
    ],
    {
      "2.6.1-7": [0, 0],
      "2.7.3-2": [1, 1],
      "2.10.3-1": [4, 4],
    },
  ),
  image(
    "data/etl-orders",
    [debian("curl libkrb5-3 libsqlite3-0"), python(`${pythonData} cryptography`)],
    { "1.8.2": [1, 1] },
    [
      {
        ruleId: "aws-access-key-id",
        category: "AWS",
        title: "AWS Access Key ID",
        severity: "CRITICAL",
        path: "app/config/prod.env",
        line: 4,
        match: "AWS_ACCESS_KEY_ID=********************",
      },
    ],
  ),
  image("data/etl-payments", [debian("curl libkrb5-3 libsqlite3-0"), python(`${pythonData} cryptography`)], {
    "1.4.0": [1, 1],
  }),
  image(
    "data/dbt-runner",
    [debian("git openssh-client libsqlite3-0"), python("requests urllib3 Jinja2 sqlparse certifi setuptools")],
    {
      "1.5.0": [1, 0],
    },
  ),
  image(
    "data/report-generator",
    [
      debian("libexpat1 libxml2"),
      java(
        `${springApi} org.apache.logging.log4j:log4j-core org.apache.commons:commons-text com.h2database:h2 org.bouncycastle:bcprov-jdk15on`,
      ),
    ],
    {
      "0.9.1": [0, 0],
    },
  ),
  image("data/feature-store", [alpine("libpq"), python(pythonApi)], { "2.1.0": [3, 3], "2.2.0-rc.1": [5, 5] }),
  image(
    "data/notebooks",
    [
      debian("curl git openssh-client libsqlite3-0 libxml2 libexpat1"),
      python(`${pythonData} tornado Jinja2 torch scikit-learn Pillow mlflow`),
    ],
    {
      "3.0.2": [1, 1],
    },
  ),
  image(
    "data/mlflow",
    [debian("curl libsqlite3-0"), python("mlflow Flask Werkzeug Jinja2 gunicorn sqlparse pyarrow requests")],
    {
      "2.3.0-1": [0, 0],
    },
  ),
  image(
    "data/activemq",
    [
      debian("libexpat1"),
      java(
        "org.apache.activemq:activemq-broker org.springframework:spring-beans org.springframework:spring-web com.fasterxml.jackson.core:jackson-databind",
      ),
    ],
    {
      "5.16.5-2": [1, 0],
    },
  ),
  image("data/fraud-scoring", [alpine(), python(pythonApi)], { "1.4.0": [4, 4] }),
  image("data/stock-sync", [alpine("libpq"), python(pythonData)], { "1.1.0": [2, 2] }),

  image("platform/log-shipper", [distroless(), go(goService)], { "1.6.0": [4, 4] }),
];
