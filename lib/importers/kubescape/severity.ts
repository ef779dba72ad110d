import { type Severity, severities } from "../../domain/vocabulary";

/**
 * Base scores of the controls, for reports that state none. Source: kubescape/regolibrary, controls/*.json (2026).
 * Numbers without `C-` and leading zeros.
 */
const scores: [number, string][] = [
  [10, "69"],
  [9, "5 70 90"],
  [8, "4 12 45 50 57 59 83 84 91 110 111 112 113 114 117 120 122 128 137 138 139 140"],
  [8, "153 154 159 185 193 211 213 227 228 229 245 246 247 248 252 255 259 270 271"],
  [7, "1 9 15 38 41 46 48 52 87 88 102 103 104 105 116 118 130 141 142 148 156 157"],
  [7, "168 169 170 171 172 181 187 202 225 232 236 237 239 241 256 261 262 263 265 266 274 289"],
  [7, "297 301 303 304"],
  [6, "13 16 21 30 34 35 53 58 65 66 85 92 93 94 95 96 97 98 99 100 101 106"],
  [6, "107 108 109 135 147 149 155 158 162 163 164 165 166 167 173 174 182 183 186 191 197 198"],
  [6, "199 203 217 218 222 223 230 234 235 238 240 244 250 251 267 272 290 292 308"],
  [5, "2 7 62 63 67 74 78 119 136 143 150 152 160 161 184 188 189 190 194 195 196 200"],
  [5, "201 208 209 214 215 216 219 220 221 231 242 243 249 253 254 258 260 264 275 276 277 278"],
  [5, "279 280 281 282 285 291 307"],
  [4, "20 31 37 39 44 54 55 56 79 81 115 121 123 124 127 131 132 133 134 144 146 175"],
  [4, "192 204 205 206 207 210 212 257 283 286 287 288 298 299 300 302"],
  [3, "17 18 36 42 49 61 73 89 125 126 129 145 151 176 178 179 226 233 268 269 293 294"],
  [3, "295 296 305 306"],
  [2, "14 75 76 77 177 180 273 284"],
  [1, "26 68"],
];
const known = new Map<string, number>(
  scores.flatMap(([score, ids]) => ids.split(" ").map((id) => [`C-${id.padStart(4, "0")}`, score] as const)),
);

/** Base score of a control (1 to 10); null where it is not known. */
export const baseScore = (control: string): number | null => known.get(control) ?? null;

/**
 * Severity of a score from 0 to 10 as Kubescape itself has it (opa-utils, reporthandling/apis/severity.go), in the
 * lower case of its counters: 9 and more critical, 7 high, 4 medium, 1 low.
 */
export function severityOfScore(score: number | null): Severity {
  if (score === null || !(score >= 1)) return "unknown";
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  return score >= 4 ? "medium" : "low";
}

/** Severity of Kubescape's word for it (`High`). */
export function severityOfWord(word: string): Severity {
  const lower = word.toLowerCase();
  return severities.is(lower) && lower !== "info" ? lower : "unknown";
}
