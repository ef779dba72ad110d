import { chance } from "../chance";

/** Days over which the demo's past goes. */
const past = 90;

/** Mended from so many days ago, and back since: somebody upgraded the chart and lost what had been set. */
const relapses: Readonly<Record<string, readonly [mended: number, back: number]>> = {
  "checkout-prod/payments/payments-db KSV014": [14, 5],
  "checkout-prod/payments/payments-db KSV118": [14, 5],
  "checkout-prod/monitoring/grafana KSV001": [14, 5],
};

/**
 * Is something wrong so many days ago? By the odds it is for good; some of it was mended in the meantime, a little of
 * that came back, and some is new. All by the name alone.
 */
export function isWrong(key: string, odds: number, ago: number): boolean {
  const relapse = relapses[key];
  if (relapse) return ago > relapse[0] || ago <= relapse[1];
  const turn = 4 + chance(`${key} when`) * (past - 4);
  const kind = chance(`${key} how`);
  if (chance(key) < odds) {
    if (kind < 0.1) return ago > turn;
    return kind < 0.13 ? ago > turn || ago < turn * 0.4 : true;
  }
  return odds > 0.02 && odds < 1 && kind < 0.03 && ago < turn;
}
