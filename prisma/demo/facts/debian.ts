import { flaw, left, line, open, type PackageLine } from "./package-line";

/** Packages that every image on Debian 12 has. */
export const debianBase: PackageLine[] = [
  line(
    "libc6 libc-bin",
    { 0: "2.36-9", 1: "2.36-9+deb12u3", 2: "2.36-9+deb12u7", 4: "2.36-9+deb12u10", 5: "2.36-9+deb12u13" },
    [
      flaw(
        "CVE-2023-4911",
        "high",
        1,
        "2.36-9+deb12u3",
        "Buffer overflow when the loader reads GLIBC_TUNABLES gives local root",
      ),
      flaw(
        "CVE-2023-4527",
        "medium",
        1,
        "2.36-9+deb12u3",
        "Stack read overflow in getaddrinfo over TCP in no-aaaa mode",
      ),
      flaw("CVE-2023-4806", "medium", 1, "2.36-9+deb12u3", "Use after free in getaddrinfo with some NSS modules"),
      flaw("CVE-2023-6246", "high", 2, "2.36-9+deb12u4", "Heap overflow in syslog gives local root"),
      flaw("CVE-2023-6779", "high", 2, "2.36-9+deb12u4", "Off-by-one heap overflow in syslog"),
      flaw("CVE-2023-6780", "medium", 2, "2.36-9+deb12u4", "Integer overflow in syslog"),
      flaw("CVE-2024-2961", "high", 2, "2.36-9+deb12u6", "Out-of-bounds write in iconv for ISO-2022-CN-EXT"),
      flaw("CVE-2024-33599", "high", 2, "2.36-9+deb12u7", "Stack overflow in the netgroup cache of nscd"),
      flaw("CVE-2024-33600", "medium", 2, "2.36-9+deb12u7", "Null pointer in nscd after a failed netgroup lookup"),
      flaw("CVE-2024-33602", "medium", 2, "2.36-9+deb12u7", "nscd assumes strings within the callback buffer"),
      flaw("CVE-2025-0395", "medium", 4, "2.36-9+deb12u10", "Buffer overflow while printing a failed assertion"),
      flaw("CVE-2025-4802", "high", 5, "2.36-9+deb12u11", "Static setuid programs load libraries from LD_LIBRARY_PATH"),
      open("CVE-2019-1010022", "low", "Stack guard can be bypassed"),
      open("CVE-2018-20796", "low", "Uncontrolled recursion in regular expressions"),
      open("CVE-2010-4756", "low", "Costly glob patterns use up memory and CPU"),
    ],
  ),
  line(
    "libssl3",
    { 0: "3.0.9-1", 1: "3.0.11-1~deb12u2", 3: "3.0.15-1~deb12u1", 4: "3.0.16-1~deb12u1", 5: "3.0.17-1~deb12u3" },
    [
      flaw("CVE-2023-5363", "high", 1, "3.0.11-1~deb12u2", "Lengths of key and IV are used before they are checked"),
      flaw("CVE-2023-5678", "medium", 3, "3.0.13-1~deb12u1", "Long time to generate or check X9.42 DH keys"),
      flaw("CVE-2023-6129", "medium", 3, "3.0.13-1~deb12u1", "POLY1305 corrupts vector registers on PowerPC"),
      flaw("CVE-2024-0727", "medium", 3, "3.0.13-1~deb12u1", "Crash on a malformed PKCS12 file"),
      flaw("CVE-2024-4603", "medium", 3, "3.0.14-1~deb12u1", "Long time to check DSA keys and parameters"),
      flaw("CVE-2024-4741", "high", 3, "3.0.14-1~deb12u1", "Use after free in SSL_free_buffers"),
      flaw("CVE-2024-5535", "critical", 3, "3.0.15-1~deb12u1", "Buffer overread in SSL_select_next_proto"),
      flaw("CVE-2024-6119", "high", 3, "3.0.14-1~deb12u2", "Crash while checking names of X.509 certificates"),
      flaw("CVE-2024-13176", "medium", 4, "3.0.16-1~deb12u1", "Timing side channel in ECDSA signatures"),
      flaw("CVE-2025-9230", "high", 5, "3.0.17-1~deb12u3", "Out-of-bounds access when decrypting CMS with a password"),
      open("CVE-2025-27587", "low", "Timing of ECDSA on PowerPC may tell about the key"),
    ],
  ),
  line("zlib1g", { 0: "1:1.2.13.dfsg-1" }, [
    left("CVE-2023-45853", "critical", "Integer overflow in minizip when a zip entry is opened"),
  ]),
  line("perl-base", { 0: "5.36.0-7", 1: "5.36.0-7+deb12u1", 4: "5.36.0-7+deb12u2", 5: "5.36.0-7+deb12u3" }, [
    flaw("CVE-2023-47038", "high", 1, "5.36.0-7+deb12u1", "Write past the end while a regular expression is compiled"),
    flaw("CVE-2024-56406", "high", 4, "5.36.0-7+deb12u2", "Heap overflow when transliterating non-ASCII bytes"),
    flaw("CVE-2023-31484", "high", 5, "5.36.0-7+deb12u3", "CPAN does not verify TLS certificates"),
    flaw("CVE-2025-40909", "medium", 5, "5.36.0-7+deb12u3", "Threads race for the working directory"),
    open("CVE-2023-31486", "high", "HTTP::Tiny does not verify TLS certificates by default"),
    open("CVE-2011-4116", "low", "File::Temp follows unsafe symbolic links"),
  ]),
  line(
    "libgnutls30",
    { 0: "3.7.9-2", 1: "3.7.9-2+deb12u1", 2: "3.7.9-2+deb12u3", 4: "3.7.9-2+deb12u4", 5: "3.7.9-2+deb12u5" },
    [
      flaw("CVE-2023-5981", "medium", 1, "3.7.9-2+deb12u1", "Timing side channel in RSA-PSK key exchange"),
      flaw("CVE-2024-0553", "high", 2, "3.7.9-2+deb12u2", "Timing side channel in RSA-PSK is not fixed completely"),
      flaw(
        "CVE-2024-0567",
        "high",
        2,
        "3.7.9-2+deb12u2",
        "Rejects a chain of certificates with cross signatures by crashing",
      ),
      flaw("CVE-2024-28834", "medium", 2, "3.7.9-2+deb12u3", "Side channel in deterministic ECDSA"),
      flaw("CVE-2024-28835", "medium", 2, "3.7.9-2+deb12u3", "Crash while a certificate chain is verified"),
      flaw("CVE-2024-12243", "medium", 4, "3.7.9-2+deb12u4", "Slow decoding of certificates with many names"),
      flaw("CVE-2025-32988", "medium", 5, "3.7.9-2+deb12u5", "Double free when exporting an otherName"),
      flaw("CVE-2025-32990", "medium", 5, "3.7.9-2+deb12u5", "Heap overflow when certtool reads a template"),
      flaw("CVE-2025-6395", "medium", 5, "3.7.9-2+deb12u5", "Null pointer after a second ClientHello"),
    ],
  ),
  line("libsystemd0 libudev1", { 0: "252.12-1~deb12u1", 3: "252.30-1~deb12u2", 5: "252.39-1~deb12u1" }, [
    flaw("CVE-2023-7008", "medium", 3, "252.21-1~deb12u1", "resolved accepts unsigned answers in signed zones"),
    flaw("CVE-2025-4598", "medium", 5, "252.38-1~deb12u1", "Race in systemd-coredump shows memory of setuid programs"),
    open("CVE-2013-4392", "low", "Race when permissions of /run are set"),
    open("CVE-2023-31437", "low", "Sealed journal can be changed without notice"),
    open("CVE-2023-31438", "low", "Sealed journal can be truncated without notice"),
    open("CVE-2023-31439", "low", "Contents of past entries of a sealed journal can be changed"),
  ]),
  line("libtasn1-6", { 0: "4.19.0-2", 4: "4.19.0-2+deb12u1" }, [
    flaw("CVE-2024-12133", "medium", 4, "4.19.0-2+deb12u1", "Slow decoding of certificates with many elements"),
  ]),
  line("libpam0g libpam-modules libpam-runtime", { 0: "1.5.2-6+deb12u1", 5: "1.5.2-6+deb12u2" }, [
    flaw("CVE-2025-6020", "high", 5, "1.5.2-6+deb12u2", "pam_namespace follows paths that users control"),
    open("CVE-2024-22365", "medium", "pam_namespace hangs on a FIFO"),
    open("CVE-2024-10041", "medium", "Hashed passwords stay in memory"),
  ]),
  line("libtinfo6 ncurses-base", { 0: "6.4-4" }, [
    open("CVE-2023-50495", "medium", "Crash on crafted terminal descriptions"),
    open("CVE-2023-45918", "low", "Null pointer when the terminal name is malformed"),
  ]),
  line("libmount1 libblkid1 util-linux", { 0: "2.38.1-5+b1", 2: "2.38.1-5+deb12u1" }, [
    flaw("CVE-2024-28085", "high", 2, "2.38.1-5+deb12u1", "wall passes escape sequences on to other terminals"),
    open("CVE-2022-0563", "low", "chfn and chsh show file contents through INPUTRC"),
  ]),
  line("passwd login", { 0: "1:4.13+dfsg1-1+b1", 4: "1:4.13+dfsg1-1+deb12u1" }, [
    flaw("CVE-2023-4641", "medium", 4, "1:4.13+dfsg1-1+deb12u1", "gpasswd leaves a password in memory"),
    flaw("CVE-2023-29383", "low", 4, "1:4.13+dfsg1-1+deb12u1", "chfn lets control characters through"),
    open("CVE-2007-5686", "low", "Log of failed log-ins is readable"),
    open("CVE-2024-56433", "low", "Default ranges of sub-ids overlap with those of networks"),
  ]),
  line("libgcrypt20", { 0: "1.10.1-3" }, [
    open("CVE-2024-2236", "medium", "Timing side channel in RSA decryption"),
    open("CVE-2018-6829", "low", "ElGamal leaks bits of the plain text"),
  ]),
  line("libgcc-s1 libstdc++6", { 0: "12.2.0-14", 4: "12.2.0-14+deb12u1" }, [
    flaw("CVE-2023-4039", "medium", 4, "12.2.0-14+deb12u1", "Stack protector misses variable-length arrays on AArch64"),
    open("CVE-2022-27943", "low", "Demangler uses up the stack"),
  ]),
  line("coreutils", { 0: "9.1-1" }, [
    open("CVE-2016-2781", "low", "chroot lets a session out through TIOCSTI"),
    open("CVE-2017-18018", "low", "chown -R races with symbolic links"),
    open("CVE-2025-5278", "medium", "Heap underread in sort with key positions"),
  ]),
  line("tar", { 0: "1.34+dfsg-1.2", 1: "1.34+dfsg-1.2+deb12u1" }, [
    flaw("CVE-2022-48303", "medium", 1, "1.34+dfsg-1.2+deb12u1", "One-byte overread in V7 archives"),
    open("CVE-2005-2541", "low", "Setuid bits are restored without a warning"),
  ]),
  line("apt libapt-pkg6.0", { 0: "2.6.1" }, [
    open("CVE-2011-3374", "low", "apt-key trusts keys without the right check"),
  ]),
  line("gpgv", { 0: "2.2.40-1.1" }, [open("CVE-2022-3219", "low", "Slow verification of crafted signatures")]),
];

/** Packages that only some images have. */
export const debianMore: PackageLine[] = [
  line("openssl", { 0: "3.0.9-1", 1: "3.0.11-1~deb12u2", 3: "3.0.15-1~deb12u1", 5: "3.0.17-1~deb12u3" }, [
    flaw("CVE-2023-5363", "high", 1, "3.0.11-1~deb12u2", "Lengths of key and IV are used before they are checked"),
    flaw("CVE-2024-0727", "medium", 3, "3.0.13-1~deb12u1", "Crash on a malformed PKCS12 file"),
    flaw("CVE-2024-6119", "high", 3, "3.0.14-1~deb12u2", "Crash while checking names of X.509 certificates"),
    flaw("CVE-2025-9230", "high", 5, "3.0.17-1~deb12u3", "Out-of-bounds access when decrypting CMS with a password"),
  ]),
  line("curl libcurl4", { 0: "7.88.1-10", 1: "7.88.1-10+deb12u5", 3: "7.88.1-10+deb12u8", 4: "7.88.1-10+deb12u12" }, [
    flaw("CVE-2023-38545", "critical", 1, "7.88.1-10+deb12u4", "Heap overflow while connecting through a SOCKS5 proxy"),
    flaw("CVE-2023-38546", "low", 1, "7.88.1-10+deb12u4", "Cookies can be injected from a file named none"),
    flaw("CVE-2023-46218", "medium", 1, "7.88.1-10+deb12u5", "Cookies for mixed-case public suffixes are accepted"),
    flaw("CVE-2024-2398", "high", 3, "7.88.1-10+deb12u6", "Headers of HTTP/2 pushes are never freed"),
    flaw("CVE-2024-7264", "medium", 3, "7.88.1-10+deb12u7", "Overread in the ASN.1 parser of dates"),
    flaw("CVE-2024-8096", "medium", 3, "7.88.1-10+deb12u8", "A bad OCSP answer passes with GnuTLS"),
    flaw("CVE-2024-9681", "medium", 4, "7.88.1-10+deb12u9", "HSTS of a subdomain changes that of its parent"),
    open("CVE-2025-0725", "low", "Overflow in gzip decoding with very old zlib"),
    open("CVE-2024-2379", "low", "Certificate check is skipped with wolfSSL and bad curves"),
  ]),
  line("libnghttp2-14", { 0: "1.52.0-1", 1: "1.52.0-1+deb12u1", 3: "1.52.0-1+deb12u2" }, [
    flaw("CVE-2023-44487", "high", 1, "1.52.0-1+deb12u1", "HTTP/2 streams that are reset at once overload the server"),
    flaw("CVE-2024-28182", "medium", 3, "1.52.0-1+deb12u2", "Endless CONTINUATION frames use up the CPU"),
  ]),
  line("libexpat1", { 0: "2.5.0-1", 3: "2.5.0-1+deb12u1", 5: "2.5.0-1+deb12u2" }, [
    flaw("CVE-2024-45490", "critical", 3, "2.5.0-1+deb12u1", "Negative length is not refused when a buffer is parsed"),
    flaw("CVE-2024-45491", "critical", 3, "2.5.0-1+deb12u1", "Integer overflow for attributes on 32-bit platforms"),
    flaw("CVE-2024-45492", "critical", 3, "2.5.0-1+deb12u1", "Integer overflow for group sizes on 32-bit platforms"),
    flaw("CVE-2023-52425", "high", 5, "2.5.0-1+deb12u2", "Large tokens are parsed again and again"),
    flaw("CVE-2024-50602", "medium", 5, "2.5.0-1+deb12u2", "Crash when a parser that has not begun is stopped"),
    left("CVE-2024-28757", "high", "Entity expansion through an isolated external parser"),
  ]),
  line(
    "libkrb5-3 libgssapi-krb5-2",
    { 0: "1.20.1-2", 1: "1.20.1-2+deb12u1", 3: "1.20.1-2+deb12u2", 4: "1.20.1-2+deb12u3" },
    [
      flaw("CVE-2023-36054", "medium", 1, "1.20.1-2+deb12u1", "Uninitialised pointer is freed by kadmind"),
      flaw("CVE-2024-37370", "high", 3, "1.20.1-2+deb12u2", "Extra count of a GSS token can be changed"),
      flaw("CVE-2024-37371", "critical", 3, "1.20.1-2+deb12u2", "Invalid reads on GSS tokens with bad lengths"),
      flaw("CVE-2024-3596", "critical", 4, "1.20.1-2+deb12u3", "RADIUS answers can be forged through MD5 collisions"),
      open("CVE-2018-5709", "low", "Integer overflow when a dump is loaded"),
    ],
  ),
  line("libldap-2.5-0", { 0: "2.5.13+dfsg-5" }, [
    open("CVE-2023-2953", "high", "Null pointer in ber_memalloc_x"),
    open("CVE-2020-15719", "low", "Certificate names are matched against the wrong field"),
  ]),
  line("libsqlite3-0", { 0: "3.40.1-2", 4: "3.40.1-2+deb12u1", 5: "3.40.1-2+deb12u2" }, [
    flaw("CVE-2023-7104", "high", 4, "3.40.1-2+deb12u1", "Heap overread in the session extension"),
    flaw("CVE-2025-6965", "critical", 5, "3.40.1-2+deb12u2", "More aggregate terms than columns corrupt memory"),
    open("CVE-2025-7458", "critical", "Integer overflow in queries with many ORDER BY terms"),
    open("CVE-2021-45346", "low", "Deleted records may be read again"),
  ]),
  line("libxml2", { 0: "2.9.14+dfsg-1.3~deb12u1", 4: "2.9.14+dfsg-1.3~deb12u2", 5: "2.9.14+dfsg-1.3~deb12u4" }, [
    flaw(
      "CVE-2024-25062",
      "high",
      4,
      "2.9.14+dfsg-1.3~deb12u2",
      "Use after free in the XML reader with DTD validation",
    ),
    flaw("CVE-2022-49043", "high", 4, "2.9.14+dfsg-1.3~deb12u2", "Use after free in XInclude"),
    flaw("CVE-2023-39615", "medium", 4, "2.9.14+dfsg-1.3~deb12u2", "Overread in SAX2 with crafted documents"),
    flaw("CVE-2025-49794", "critical", 5, "2.9.14+dfsg-1.3~deb12u3", "Use after free in schematron paths"),
    flaw("CVE-2025-49796", "critical", 5, "2.9.14+dfsg-1.3~deb12u3", "Type confusion in schematron nodes"),
  ]),
  line("libwebp7", { 0: "1.2.4-0.2", 1: "1.2.4-0.2+deb12u1" }, [
    flaw("CVE-2023-4863", "high", 1, "1.2.4-0.2+deb12u1", "Heap overflow while a lossless image is decoded"),
  ]),
  line("libaom3", { 0: "3.6.0-1", 1: "3.6.0-1+deb12u1" }, [
    flaw("CVE-2023-6879", "critical", 1, "3.6.0-1+deb12u1", "Heap overflow when the frame size changes"),
  ]),
  line("git", { 0: "1:2.39.2-1.1", 3: "1:2.39.5-0+deb12u1", 4: "1:2.39.5-0+deb12u2" }, [
    flaw(
      "CVE-2024-32002",
      "critical",
      3,
      "1:2.39.5-0+deb12u1",
      "Cloning with submodules may run code of the repository",
    ),
    flaw("CVE-2024-32004", "high", 3, "1:2.39.5-0+deb12u1", "Cloning a local repository may run its code"),
    flaw("CVE-2024-52006", "medium", 4, "1:2.39.5-0+deb12u2", "Carriage returns confuse credential helpers"),
  ]),
  line("openssh-client", { 0: "1:9.2p1-2", 1: "1:9.2p1-2+deb12u2", 3: "1:9.2p1-2+deb12u3", 4: "1:9.2p1-2+deb12u5" }, [
    flaw("CVE-2023-48795", "medium", 1, "1:9.2p1-2+deb12u2", "Messages at the start of the handshake can be cut off"),
    flaw("CVE-2023-51385", "medium", 1, "1:9.2p1-2+deb12u2", "User and host names may inject shell commands"),
    flaw("CVE-2024-6387", "high", 3, "1:9.2p1-2+deb12u3", "Signal handler of the server races, which gives root"),
    flaw("CVE-2025-26465", "medium", 4, "1:9.2p1-2+deb12u5", "Host keys can be forged with VerifyHostKeyDNS"),
  ]),
];
