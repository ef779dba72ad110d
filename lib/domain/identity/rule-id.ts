/** Check families of Trivy whose spelling changed over its versions: `KSV017`, `AVD-KSV-0017`, `KSV-0017`. */
const trivyFamilies = /^(?:AVD-)?(KSV|KCV|KUBE|DS|AWS|AZU|GCP|DIG|GIT|NIF|OCI|OPNSTK|CLDSTK|GEN)-?(\d{1,5})$/i;
/** How the family was written before the dash: digits to pad to. The others are `AWS-0086`. */
const compactTrivy = new Map([
  ["KSV", 3],
  ["DS", 3],
  ["KCV", 4],
]);

/** Names under which one tool's checks arrive. The operator runs Trivy's own checks. */
const sameTool = new Map([
  ["trivy-operator", "trivy"],
  ["aqua-trivy", "trivy"],
]);

/** Id of a tool's check: `tool:CHECK`, one spelling for each. Throws RangeError when either part is empty. */
export function ruleId(tool: string, checkId: string): string {
  const given = tool.trim().toLowerCase();
  const name = sameTool.get(given) ?? given;
  const check = checkId.trim();
  if (name === "" || check === "") throw new RangeError("a rule id needs a tool and a check id");
  return `${name}:${name === "trivy" ? trivyCheck(check) : check}`;
}

function trivyCheck(check: string): string {
  const match = trivyFamilies.exec(check);
  if (!match) return check;
  const family = (match[1] ?? "").toUpperCase();
  const number = String(Number(match[2]));
  const digits = compactTrivy.get(family);
  return digits === undefined ? `${family}-${number.padStart(4, "0")}` : family + number.padStart(digits, "0");
}

const advisory = new RegExp(
  `^(?:${[
    String.raw`(?:[a-z]+-)?CVE-\d{4}-\d{4,}`,
    "(?:GHSA|CGA)(?:-[0-9a-z]{4}){3}",
    String.raw`(?:GO|RUSTSEC|PYSEC|MAL|OSV|GSD|GMS|HSEC|RSEC|ASB-A|EEF|JLSEC|DRUPAL|DWF|AVD)-\d{4}-\d+`,
    String.raw`BIT-[0-9a-z._-]+-\d{4}-\d+`,
    String.raw`(?:DSA|DLA|DTSA|USN|LSN|GLSA)-\d[\d-]*`,
    String.raw`(?:RH[SBE]A|CE[SBE]A|EL[SBE]A|AL[SBE]A|RL[SBE]A|RX[SBE]A)-\d{4}[:-][\d-]+`,
    String.raw`(?:SUSE|OPENSUSE)-[SRFO]U-\d{4}:[\d-]+`,
    String.raw`ALAS[0-9a-z.-]*-\d{4}-\d+`,
    String.raw`(?:MGASA|OESA|PHSA|OVMSA|KYSA|FEDORA)-\d{4}-[0-9a-z.-]+`,
    String.raw`TEMP-\d+-[0-9a-f]+`,
    String.raw`NSWG-ECO-\d+`,
    String.raw`SNYK-[0-9a-z]+-[0-9a-z._-]+-\d+`,
    String.raw`VAR-\d{6}-\d+`,
    String.raw`(?:JVNDB|CNVD|CNNVD)-\d{4,6}-\d+`,
  ].join("|")})$`,
  "i",
);

/** Is this the id of a published advisory (CVE, GHSA, distribution notice, ecosystem database), not of a check? */
export function isAdvisoryId(text: string): boolean {
  return text.length <= 128 && advisory.test(text.trim());
}

/**
 * One spelling of an advisory id: upper case, except the parts that GHSA, CGA and Bitnami publish in lower case.
 * Distribution records that stand for exactly one CVE (`DEBIAN-CVE-2021-44228`) are that CVE.
 */
export function canonicalAdvisoryId(text: string): string {
  const id = text.trim();
  const upper = id.toUpperCase();
  const cve = /^[A-Z]+-(CVE-\d{4}-\d{4,})$/.exec(upper);
  if (cve?.[1]) return cve[1];
  const lowered = /^(GHSA|CGA|BIT)-/.exec(upper);
  return lowered ? lowered[0] + id.slice(lowered[0].length).toLowerCase() : upper;
}
