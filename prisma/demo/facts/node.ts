import { flaw, line, never, open, type PackageLine } from "./package-line";

/** Packages of Node.js programs. */
export const nodePackages: PackageLine[] = [
  line("lodash", { 0: "4.17.20", 1: "4.17.21" }, [
    flaw("CVE-2021-23337", "high", 1, "4.17.21", "Options of template inject code"),
    flaw("CVE-2020-28500", "medium", 1, "4.17.21", "Trimming of long texts takes quadratic time"),
  ]),
  line("express", { 0: "4.18.2", 2: "4.19.2", 3: "4.21.1" }, [
    flaw(
      "CVE-2024-29041",
      "medium",
      2,
      "4.19.2, 5.0.0-beta.3",
      "Malformed addresses slip past lists of allowed redirects",
    ),
    flaw("CVE-2024-43796", "low", 3, "4.20.0, 5.0.0", "redirect shows untrusted input"),
  ]),
  line("body-parser", { 0: "1.20.1", 3: "1.20.3" }, [
    flaw("CVE-2024-45590", "high", 3, "1.20.3", "Url-encoded bodies keep the parser busy"),
  ]),
  line("qs", { 0: "6.11.0", 4: "6.13.1" }, [
    flaw("CVE-2025-15284", "medium", never, "6.14.1", "The limit of array elements does not hold for brackets"),
  ]),
  line("send", { 0: "0.18.0", 3: "0.19.0" }, [
    flaw("CVE-2024-43799", "low", 3, "0.19.0", "redirect shows untrusted input"),
  ]),
  line("serve-static", { 0: "1.15.0", 3: "1.16.2" }, [
    flaw("CVE-2024-43800", "low", 3, "1.16.0, 2.1.0", "redirect shows untrusted input"),
  ]),
  line("path-to-regexp", { 0: "0.1.7", 3: "0.1.10", 4: "0.1.12" }, [
    flaw("CVE-2024-45296", "high", 3, "0.1.10, 8.0.0", "Some routes become slow regular expressions"),
    flaw("CVE-2024-52798", "high", 4, "0.1.12", "Some routes still become slow regular expressions"),
  ]),
  line("cookie", { 0: "0.5.0", 4: "0.7.1" }, [
    flaw("CVE-2024-47764", "low", 4, "0.7.0", "Names, paths and domains are not checked for odd characters"),
  ]),
  line("axios", { 0: "1.4.0", 1: "1.6.2", 3: "1.7.4", 4: "1.8.2", 5: "1.12.2" }, [
    flaw("CVE-2023-45857", "medium", 1, "0.28.0, 1.6.0", "The XSRF token goes along to other hosts"),
    flaw("CVE-2024-39338", "high", 3, "1.7.4", "Relative paths are taken for hosts"),
    flaw("CVE-2025-27152", "high", 4, "0.30.0, 1.8.2", "Absolute addresses pass by the base address"),
    flaw("CVE-2025-58754", "high", 5, "0.30.2, 1.12.0", "data: addresses of any size are read to memory"),
  ]),
  line("follow-redirects", { 0: "1.15.2", 2: "1.15.6" }, [
    flaw("CVE-2023-26159", "medium", 2, "1.15.4", "Malformed addresses redirect elsewhere"),
    flaw("CVE-2024-28849", "medium", 2, "1.15.6", "Proxy credentials go along with redirects"),
  ]),
  line("form-data", { 0: "4.0.0", 5: "4.0.4" }, [
    flaw("CVE-2025-7783", "critical", 5, "2.5.4, 3.0.4, 4.0.4", "Boundaries of forms can be guessed"),
  ]),
  line("jsonwebtoken", { 0: "8.5.1", 1: "9.0.2" }, [
    flaw("CVE-2022-23539", "high", 1, "9.0.0", "Old key types are accepted for signatures"),
    flaw("CVE-2022-23540", "medium", 1, "9.0.0", "Tokens without a signature pass where no algorithm is named"),
    flaw("CVE-2022-23541", "medium", 1, "9.0.0", "A public key may be used as a shared secret"),
  ]),
  line("semver", { 0: "7.3.8", 1: "7.5.4" }, [
    flaw("CVE-2022-25883", "high", 1, "5.7.2, 6.3.1, 7.5.2", "Ranges become slow regular expressions"),
  ]),
  line("tough-cookie", { 0: "4.1.2", 1: "4.1.3" }, [
    flaw("CVE-2023-26136", "medium", 1, "4.1.3", "Cookies pollute the prototype of objects"),
  ]),
  line("word-wrap", { 0: "1.2.3", 1: "1.2.5" }, [
    flaw("CVE-2023-26115", "medium", 1, "1.2.4", "Trimming becomes a slow regular expression"),
  ]),
  line("ip", { 0: "1.1.8", 2: "1.1.9" }, [
    flaw("CVE-2023-42282", "low", 2, "1.1.9, 2.0.1", "Private addresses in odd notation count as public"),
    open("CVE-2024-29415", "high", "More private addresses in odd notation count as public"),
  ]),
  line("braces", { 0: "3.0.2", 3: "3.0.3" }, [
    flaw("CVE-2024-4068", "high", 3, "3.0.3", "Unbalanced braces use up memory"),
  ]),
  line("micromatch", { 0: "4.0.5", 3: "4.0.8" }, [
    flaw("CVE-2024-4067", "medium", 3, "4.0.8", "Patterns become slow regular expressions"),
  ]),
  line("ws", { 0: "8.13.0", 3: "8.18.0" }, [
    flaw("CVE-2024-37890", "high", 3, "5.2.4, 6.2.3, 7.5.10, 8.17.1", "A request with many headers stops the server"),
  ]),
  line("cross-spawn", { 0: "7.0.3", 4: "7.0.6" }, [
    flaw("CVE-2024-21538", "high", 4, "6.0.6, 7.0.5", "Arguments become a slow regular expression"),
  ]),
  line("nanoid", { 0: "3.3.4", 4: "3.3.8" }, [
    flaw("CVE-2024-55565", "medium", 4, "3.3.8, 5.0.9", "Sizes that are no integers give predictable ids"),
  ]),
  line("undici", { 0: "5.22.1", 1: "5.28.2", 2: "5.28.4", 4: "5.28.5", 5: "5.29.0" }, [
    flaw("CVE-2023-45143", "low", 1, "5.26.2", "Cookies go along with redirects to other hosts"),
    flaw("CVE-2024-30260", "low", 2, "5.28.4, 6.11.1", "Proxy credentials go along with redirects"),
    flaw("CVE-2025-22150", "medium", 4, "5.28.5, 6.21.1, 7.2.3", "Boundaries of forms can be guessed"),
    flaw("CVE-2025-47279", "low", 5, "5.29.0, 6.21.2, 7.5.0", "Webhooks with bad certificates leak memory"),
  ]),
  line("next", { 0: "13.4.7", 1: "14.0.3", 2: "14.1.4", 3: "14.2.15", 4: "14.2.30", 5: "15.5.4" }, [
    flaw("CVE-2024-34351", "high", 2, "14.1.1", "Server actions send requests where the Host header says"),
    flaw("CVE-2024-46982", "high", 3, "13.5.7, 14.2.10", "Cached pages can be replaced by crafted requests"),
    flaw("CVE-2024-47831", "medium", 3, "14.2.7", "Image optimisation keeps the CPU busy"),
    flaw("CVE-2024-51479", "high", 3, "14.2.15", "Middleware does not see pages right under the root"),
    flaw("CVE-2024-56332", "medium", 4, "13.5.8, 14.2.21, 15.1.2", "Server actions hang until the function times out"),
    flaw(
      "CVE-2025-29927",
      "critical",
      4,
      "12.3.5, 13.5.9, 14.2.25, 15.2.3",
      "A header lets requests skip the checks of the middleware",
    ),
    flaw("CVE-2025-55173", "medium", 5, "14.2.31, 15.4.5", "Image optimisation hands out files as attacker's content"),
    flaw(
      "CVE-2025-57752",
      "medium",
      5,
      "14.2.31, 15.4.5",
      "Cached images are served without the headers they depend on",
    ),
    flaw("CVE-2025-57822", "medium", 5, "14.2.32, 15.4.7", "Middleware sends requests where untrusted headers say"),
  ]),
  line("react-server-dom-webpack", { 0: "19.1.1", 6: "19.1.2" }, [
    flaw(
      "CVE-2025-55182",
      "critical",
      6,
      "19.0.1, 19.1.2, 19.2.1",
      "Crafted requests to server functions run code without a log-in",
    ),
    flaw(
      "CVE-2025-55184",
      "high",
      never,
      "19.0.2, 19.1.3, 19.2.2",
      "Crafted requests to server functions hang the process",
    ),
    flaw(
      "CVE-2025-55183",
      "medium",
      never,
      "19.0.2, 19.1.3, 19.2.2",
      "Crafted requests return the source of server functions",
    ),
  ]),
  line("tar", { 0: "6.1.13", 2: "6.2.1" }, [
    flaw("CVE-2024-28863", "medium", 2, "6.2.1", "Deeply nested folders use up the stack"),
  ]),
  line("protobufjs", { 0: "7.2.3", 1: "7.2.5" }, [
    flaw("CVE-2023-36665", "critical", 1, "6.11.4, 7.2.5", "Parsing pollutes the prototype of objects"),
  ]),
  line("moment", { 0: "2.29.1", 1: "2.29.4" }, [
    flaw("CVE-2022-24785", "high", 1, "2.29.2", "Names of locales reach other folders"),
    flaw("CVE-2022-31129", "high", 1, "2.29.4", "Long texts take quadratic time to parse"),
  ]),
  line("node-forge", { 0: "1.2.1", 1: "1.3.1", 5: "1.3.2" }, [
    flaw("CVE-2022-24771", "high", 1, "1.3.0", "RSA signatures are checked too loosely"),
    flaw("CVE-2022-24772", "high", 1, "1.3.0", "Trailing bytes of RSA signatures are not checked"),
    flaw("CVE-2025-12816", "high", 5, "1.3.2", "ASN.1 with optional fields slips past the checks"),
  ]),
  line("crypto-js", { 0: "4.1.1", 1: "4.2.0" }, [
    flaw("CVE-2023-46233", "critical", 1, "4.2.0", "PBKDF2 defaults to one round of SHA-1"),
  ]),
  line("ejs", { 0: "3.1.6", 1: "3.1.9", 2: "3.1.10" }, [
    flaw("CVE-2022-29078", "critical", 1, "3.1.7", "Settings of a template inject code"),
    flaw("CVE-2024-33883", "medium", 2, "3.1.10", "Pollution of prototypes is not guarded against"),
  ]),
  line("minimist", { 0: "1.2.5", 1: "1.2.8" }, [
    flaw("CVE-2021-44906", "critical", 1, "0.2.4, 1.2.6", "Arguments pollute the prototype of functions"),
  ]),
  line("json5", { 0: "2.2.1", 1: "2.2.3" }, [
    flaw("CVE-2022-46175", "high", 1, "1.0.2, 2.2.2", "Parsing pollutes the prototype of objects"),
  ]),
  line("vm2", { 0: "3.9.16", 1: "3.9.19" }, [
    flaw("CVE-2023-30547", "critical", 1, "3.9.17", "Exceptions of the host lead out of the sandbox"),
    flaw("CVE-2023-32314", "critical", 1, "3.9.18", "Proxies lead out of the sandbox"),
    open("CVE-2023-37466", "critical", "Promise handlers lead out of the sandbox"),
    open("CVE-2023-37903", "critical", "The inspect function leads out of the sandbox"),
  ]),
];
