import { flaw, line, type PackageLine, since } from "./package-line";

/** Packages that every Alpine image has. The tracker follows the release: 3.18 at level 0 to 3.22 at level 5. */
export const alpineBase: PackageLine[] = [
  line(
    "libcrypto3 libssl3",
    { 0: "3.1.1-r1", 1: "3.1.4-r1", 2: "3.1.4-r5", 3: "3.3.2-r1", 4: "3.3.3-r0", 5: "3.5.4-r0" },
    [
      flaw("CVE-2023-2975", "medium", 1, "3.1.1-r2", "AES-SIV ignores empty associated data"),
      flaw("CVE-2023-3446", "medium", 1, "3.1.1-r3", "Long time to check DH keys"),
      flaw("CVE-2023-3817", "medium", 1, "3.1.2-r0", "Long time to check the q value of DH parameters"),
      flaw("CVE-2023-5363", "high", 1, "3.1.4-r0", "Lengths of key and IV are used before they are checked"),
      flaw("CVE-2023-5678", "medium", 1, "3.1.4-r1", "Long time to generate or check X9.42 DH keys"),
      flaw("CVE-2023-6129", "medium", 2, "3.1.4-r3", "POLY1305 corrupts vector registers on PowerPC"),
      flaw("CVE-2023-6237", "medium", 2, "3.1.4-r4", "Long time to check RSA public keys"),
      flaw("CVE-2024-0727", "medium", 2, "3.1.4-r5", "Crash on a malformed PKCS12 file"),
      flaw("CVE-2024-2511", "medium", 3, "3.1.4-r6", "Session cache of TLS 1.3 grows without bound"),
      flaw("CVE-2024-4603", "medium", 3, "3.1.5-r0", "Long time to check DSA keys and parameters"),
      flaw("CVE-2024-4741", "high", 3, "3.1.6-r0", "Use after free in SSL_free_buffers"),
      flaw("CVE-2024-5535", "critical", 3, "3.1.6-r0", "Buffer overread in SSL_select_next_proto"),
      flaw("CVE-2024-6119", "high", 3, "3.1.7-r0", "Crash while checking names of X.509 certificates"),
      flaw("CVE-2024-9143", "medium", 4, "3.3.2-r2", "Out-of-bounds access with odd binary curves"),
      since(3, flaw("CVE-2024-12797", "high", 4, "3.3.3-r0", "Raw public keys of servers are not authenticated")),
      flaw("CVE-2024-13176", "medium", 4, "3.3.2-r2", "Timing side channel in ECDSA signatures"),
      flaw("CVE-2025-9230", "high", 5, "3.3.5-r0", "Out-of-bounds access when decrypting CMS with a password"),
      since(3, flaw("CVE-2025-9231", "medium", 5, "3.3.5-r0", "Timing side channel in SM2 on 64-bit ARM")),
      since(4, flaw("CVE-2025-9232", "medium", 5, "3.3.5-r0", "Out-of-bounds read when no_proxy is evaluated")),
    ],
  ),
  line(
    "busybox busybox-binsh ssl_client",
    { 0: "1.36.1-r2", 2: "1.36.1-r7", 3: "1.37.0-r8", 4: "1.37.0-r12", 5: "1.37.0-r18" },
    [
      flaw("CVE-2023-42363", "medium", 2, "1.36.1-r7", "Use after free in awk"),
      flaw("CVE-2023-42364", "medium", 2, "1.36.1-r7", "Use after free in awk when an expression is evaluated"),
      flaw("CVE-2023-42365", "medium", 2, "1.36.1-r7", "Use after free in awk when a variable is copied"),
      flaw("CVE-2023-42366", "medium", 2, "1.36.1-r6", "Heap overflow in awk when a token is read"),
    ],
  ),
  line("musl musl-utils", { 0: "1.2.4-r1", 2: "1.2.4_git20230717-r4", 3: "1.2.5-r8", 4: "1.2.5-r9", 5: "1.2.5-r10" }, [
    flaw("CVE-2025-26519", "high", 4, "1.2.5-r9", "iconv writes out of bounds when converting from EUC-KR"),
  ]),
];

export const alpineMore: PackageLine[] = [
  line(
    "curl libcurl",
    { 0: "8.1.2-r0", 1: "8.4.0-r0", 2: "8.5.0-r0", 3: "8.11.0-r2", 4: "8.12.1-r1", 5: "8.14.1-r2" },
    [
      flaw("CVE-2023-38545", "critical", 1, "8.4.0-r0", "Heap overflow while connecting through a SOCKS5 proxy"),
      flaw("CVE-2023-38546", "low", 1, "8.4.0-r0", "Cookies can be injected from a file named none"),
      flaw("CVE-2023-46218", "medium", 2, "8.5.0-r0", "Cookies for mixed-case public suffixes are accepted"),
      flaw("CVE-2023-46219", "medium", 2, "8.5.0-r0", "Long file names empty the HSTS cache"),
      flaw("CVE-2024-2398", "high", 3, "8.7.1-r0", "Headers of HTTP/2 pushes are never freed"),
      flaw("CVE-2024-7264", "medium", 3, "8.9.1-r0", "Overread in the ASN.1 parser of dates"),
      flaw("CVE-2024-8096", "medium", 3, "8.10.0-r0", "A bad OCSP answer passes with GnuTLS"),
      flaw("CVE-2024-11053", "low", 4, "8.11.1-r0", "Passwords from .netrc go along with a redirect"),
    ],
  ),
  line("libexpat", { 0: "2.5.0-r1", 2: "2.6.2-r0", 3: "2.6.4-r0", 4: "2.7.0-r0", 5: "2.7.3-r0" }, [
    flaw("CVE-2023-52425", "high", 2, "2.6.0-r0", "Large tokens are parsed again and again"),
    flaw("CVE-2024-28757", "high", 2, "2.6.2-r0", "Entity expansion through an isolated external parser"),
    flaw("CVE-2024-45490", "critical", 3, "2.6.3-r0", "Negative length is not refused when a buffer is parsed"),
    flaw("CVE-2024-45491", "critical", 3, "2.6.3-r0", "Integer overflow for attributes on 32-bit platforms"),
    flaw("CVE-2024-45492", "critical", 3, "2.6.3-r0", "Integer overflow for group sizes on 32-bit platforms"),
    flaw("CVE-2024-50602", "medium", 3, "2.6.4-r0", "Crash when a parser that has not begun is stopped"),
    flaw("CVE-2024-8176", "high", 4, "2.7.0-r0", "Deep nesting of entities uses up the stack"),
    flaw("CVE-2025-59375", "high", 5, "2.7.2-r0", "Small documents cause large allocations"),
  ]),
  line("nghttp2-libs", { 0: "1.53.0-r0", 1: "1.57.0-r0", 3: "1.62.1-r0", 4: "1.64.0-r0", 5: "1.65.0-r0" }, [
    flaw("CVE-2023-35945", "high", 1, "1.55.1-r0", "Memory is not freed when a stream is reset"),
    flaw("CVE-2023-44487", "high", 1, "1.57.0-r0", "HTTP/2 streams that are reset at once overload the server"),
  ]),
  line("libxml2", { 0: "2.11.4-r0", 2: "2.11.7-r0", 3: "2.13.4-r3", 4: "2.13.4-r5", 5: "2.13.8-r0" }, [
    flaw("CVE-2023-45322", "medium", 2, "2.11.6-r0", "Use after free after a failed allocation"),
    flaw("CVE-2024-25062", "high", 2, "2.11.7-r0", "Use after free in the XML reader with DTD validation"),
    flaw("CVE-2024-34459", "high", 3, "2.11.8-r0", "Overread when xmllint formats errors"),
    flaw("CVE-2024-56171", "high", 4, "2.13.4-r4", "Use after free in identity constraints of schemas"),
    flaw("CVE-2025-24928", "high", 4, "2.13.4-r4", "Stack overflow when validation errors are printed"),
    flaw("CVE-2025-32414", "high", 5, "2.13.4-r6", "Out-of-bounds access in the Python binding"),
    flaw("CVE-2025-32415", "high", 5, "2.13.4-r6", "Heap underread in the identity constraints of schemas"),
  ]),
  line("libwebp", { 0: "1.3.0-r2", 1: "1.3.2-r0" }, [
    flaw("CVE-2023-4863", "high", 1, "1.3.2-r0", "Heap overflow while a lossless image is decoded"),
  ]),
  line("libpq", { 0: "15.3-r0", 1: "15.5-r0", 3: "16.6-r0", 4: "17.4-r0", 5: "17.6-r0" }, [
    flaw("CVE-2023-39417", "high", 1, "15.4-r0", "Scripts of extensions can be injected by quoting"),
    flaw("CVE-2024-7348", "high", 3, "15.8-r0", "pg_dump runs what another session puts in place"),
    flaw("CVE-2024-10979", "high", 3, "16.5-r0", "PL/Perl changes environment variables of the server"),
    flaw("CVE-2025-1094", "high", 4, "17.3-r0", "Quoting functions let invalid UTF-8 break out"),
    flaw("CVE-2025-8714", "high", 5, "17.6-r0", "Dumps may carry commands that psql runs on restore"),
  ]),
  line("krb5-libs", { 0: "1.20.1-r1", 1: "1.20.2-r0", 3: "1.21.3-r0" }, [
    flaw("CVE-2023-36054", "medium", 1, "1.20.2-r0", "Uninitialised pointer is freed by kadmind"),
    flaw("CVE-2024-37370", "high", 3, "1.20.2-r1", "Extra count of a GSS token can be changed"),
    flaw("CVE-2024-37371", "critical", 3, "1.20.2-r1", "Invalid reads on GSS tokens with bad lengths"),
  ]),
  line("git", { 0: "2.40.1-r0", 2: "2.43.4-r0", 3: "2.47.1-r0", 4: "2.47.2-r0", 5: "2.49.1-r0" }, [
    flaw("CVE-2024-32002", "critical", 2, "2.43.4-r0", "Cloning with submodules may run code of the repository"),
    flaw("CVE-2024-32004", "high", 2, "2.43.4-r0", "Cloning a local repository may run its code"),
    flaw("CVE-2024-52006", "medium", 4, "2.47.2-r0", "Carriage returns confuse credential helpers"),
    flaw("CVE-2025-48384", "high", 5, "2.47.3-r0", "A submodule path with a carriage return places hooks"),
  ]),
];
