/** Days ago that the scanners' databases learnt of a flaw; what is not listed was known before the first report. */
export const disclosedAgo: Readonly<Record<string, number>> = {
  "CVE-2025-55182": 2.5,
  "CVE-2025-55183": 2.5,
  "CVE-2025-55184": 2.5,
  "CVE-2025-62727": 6,
  "CVE-2025-59375": 8,
  "CVE-2025-9230": 12.5,
  "CVE-2025-9231": 12.5,
  "CVE-2025-9232": 12.5,
  "CVE-2025-58187": 21,
  "CVE-2025-47914": 21,
  "CVE-2025-58181": 21,
};

/** Days ago that they took one back. */
export const withdrawnAgo: Readonly<Record<string, number>> = { "CVE-2007-5686": 15, "CVE-2017-18018": 15 };
