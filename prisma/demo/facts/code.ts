/** What Semgrep finds in the sources: rules are of its public registry, the wording ours. */
export interface CodeFact {
  repository: string;
  rule: string;
  /** Its severity: error, warning, note. */
  level: "error" | "warning" | "note";
  cwe: string;
  title: string;
  path: string;
  line: number;
  snippet: string;
  /** Days ago that it was written, and mended. */
  since?: number;
  until?: number;
  /** A comment in the code says why not. */
  suppressed?: string;
}

type Rule = Pick<CodeFact, "rule" | "level" | "cwe" | "title">;
const rule = (id: string, level: Rule["level"], cwe: string, title: string): Rule => ({ rule: id, level, cwe, title });

const sql = rule(
  "python.sqlalchemy.security.sqlalchemy-execute-raw-query.sqlalchemy-execute-raw-query",
  "error",
  "CWE-89",
  "A query is put together from text",
);
const pickle = rule(
  "python.lang.security.deserialization.pickle.avoid-pickle",
  "warning",
  "CWE-502",
  "pickle runs what it reads",
);
const shell = rule(
  "python.lang.security.audit.subprocess-shell-true.subprocess-shell-true",
  "error",
  "CWE-78",
  "A command goes through the shell",
);
const html = rule(
  "typescript.react.security.audit.react-dangerouslysetinnerhtml.react-dangerouslysetinnerhtml",
  "warning",
  "CWE-79",
  "HTML is set from a value",
);
const redirect = rule(
  "javascript.express.security.audit.express-open-redirect.express-open-redirect",
  "warning",
  "CWE-601",
  "A redirect follows what the request says",
);
const jwt = rule(
  "javascript.jsonwebtoken.security.jwt-hardcode.hardcoded-jwt-secret",
  "error",
  "CWE-798",
  "The secret of tokens is in the code",
);
const random = rule(
  "java.lang.security.audit.crypto.weak-random.weak-random",
  "warning",
  "CWE-330",
  "Random numbers can be guessed",
);
const md5 = rule("java.lang.security.audit.crypto.use-of-md5.use-of-md5", "warning", "CWE-328", "MD5 is used");
const xxe = rule(
  "java.lang.security.audit.xxe.documentbuilderfactory-disallow-doctype-decl-missing",
  "error",
  "CWE-611",
  "XML with external entities is read",
);
const tls = rule(
  "go.lang.security.audit.crypto.missing-ssl-minversion.missing-ssl-minversion",
  "warning",
  "CWE-327",
  "Old TLS is allowed",
);

const found = (
  of: Rule,
  repository: string,
  place: string,
  snippet: string,
  more: Partial<CodeFact> = {},
): CodeFact => {
  const [path = "", line] = place.split(":");
  return { ...of, repository, path, line: Number(line), snippet, ...more };
};

export const codeFacts: CodeFact[] = [
  found(jwt, "checkout/cart-api", "test/helpers/token.ts:12", 'sign(claims, "test-only")', {
    suppressed: "only in tests",
  }),
  found(redirect, "checkout/cart-api", "src/routes/return.ts:31", "res.redirect(req.query.to)", { until: 33 }),
  found(html, "web/storefront", "app/product/description.tsx:24", "<div dangerouslySetInnerHTML={{ __html: text }} />"),
  found(html, "web/storefront", "app/gift/message.tsx:18", "<p dangerouslySetInnerHTML={{ __html: message }} />", {
    since: 44,
    until: 20,
  }),
  found(redirect, "web/storefront", "app/login/route.ts:40", "redirect(params.next)", { since: 12 }),
  found(md5, "payments/payments-api", "src/main/java/legacy/Checksum.java:27", 'MessageDigest.getInstance("MD5")'),
  found(
    xxe,
    "payments/payments-api",
    "src/main/java/bank/StatementReader.java:55",
    "DocumentBuilderFactory.newInstance()",
    { until: 54 },
  ),
  found(random, "checkout/checkout-api", "src/main/java/order/Number.java:19", "new Random().nextInt()"),
  found(
    sql,
    "data/pipelines",
    "dags/orders/export.py:88",
    "session.execute(f\"SELECT * FROM orders WHERE day = '{day}'\")",
  ),
  found(sql, "data/pipelines", "dags/payments/reconcile.py:41", 'session.execute("DELETE FROM tmp_" + name)'),
  found(pickle, "data/pipelines", "dags/features/cache.py:16", "pickle.load(handle)"),
  found(shell, "data/pipelines", "dags/common/shell.py:9", "subprocess.run(command, shell=True)"),
  found(shell, "data/pipelines", "scripts/backfill.py:30", 'subprocess.run("airflow " + args, shell=True)', {
    since: 61,
  }),
  found(tls, "platform/clusters", "cmd/probe/main.go:64", "&tls.Config{}", { until: 40 }),
];
