import type { FleetShape } from "../fill";
import { choose, random } from "./random";

/** Teams, one person in each, tools, and the dictionary of rules. */
export function peopleStatements({ teams, rules, seed }: FleetShape): string[] {
  const r = (salt: string) => random(seed, salt, "i");
  return [
    `INSERT INTO team (slug, name) SELECT 'team-' || i, 'Team ' || i FROM generate_series(1, ${teams}) i`,
    `INSERT INTO "user" (email, name, role) SELECT 'person-' || i || '@example.org', 'Person ' || i, 2
       FROM generate_series(1, ${teams}) i`,
    `INSERT INTO membership (user_id, team_id, lead) SELECT u.id, t.id, true FROM "user" u
       JOIN team t ON u.email = 'person-' || substr(t.slug, 6) || '@example.org'`,
    `INSERT INTO tool (id, name) VALUES (0, 'trivy'), (1, 'trivy-operator'), (2, 'kube-bench'), (3, 'falco'), (4, 'kubernetes')
       ON CONFLICT DO NOTHING`,
    // Nine tenths of the dictionary are vulnerabilities; the popular ones come first and are broken most often.
    `INSERT INTO rule (code, kind, area, title, remediation, kev, epss, factor)
       SELECT 'CVE-' || 2016 + i % 11 || '-' || 1000 + i, 0, 4,
         (ARRAY['openssl','glibc','curl','zlib','expat','libxml2','python','perl','sqlite','busybox','krb5','gnutls'])[1 + i % 12]
           || ': ' || (ARRAY['heap overflow','use after free','denial of service','path traversal','integer overflow'])[1 + i % 5]
           || ' in ' || (ARRAY['parser','decoder','handshake','resolver','printf','inflate','loader'])[1 + i % 7],
         NULL, ${r("kev")} < 0.01, ${r("epss")} * ${r("epss2")} * 0.3, 1
       FROM generate_series(1, ${rules}) i WHERE i % 10 <> 0`,
    `INSERT INTO rule (code, kind, area, title, remediation)
       SELECT 'trivy:KSV' || 1000 + i, ${choose(r("kind"), [
         [1, 0.7],
         [2, 0.1],
         [6, 0.12],
         [5, 0.05],
         [3, 0.03],
       ])},
         ${choose(r("area"), [
           [2, 0.6],
           [1, 0.2],
           [0, 0.1],
           [5, 0.05],
           [6, 0.05],
         ])},
         (ARRAY['Container runs as root','Privileged container','Host path mounted','No network policy','Weak cipher'])[1 + (i / 10) % 5],
         'Set the field that the check names.'
       FROM generate_series(1, ${rules}) i WHERE i % 10 = 0`,
    "UPDATE rule SET factor = CASE WHEN kev THEN 5 WHEN epss >= 0.1 THEN 2 ELSE 1 END",
    `INSERT INTO rule_alias (alias, rule_id) SELECT code, id FROM rule
       UNION ALL SELECT 'GHSA-' || lpad(to_hex(id), 4, '0') || '-test', id FROM rule WHERE kind = 0 AND id % 3 = 0`,
  ];
}
