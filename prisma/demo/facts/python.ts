import { flaw, line, open, type PackageLine, since } from "./package-line";

/** Packages of Python programs. */
export const pythonPackages: PackageLine[] = [
  line("requests", { 0: "2.30.0", 1: "2.31.0", 2: "2.32.3", 5: "2.32.4" }, [
    flaw("CVE-2023-32681", "medium", 1, "2.31.0", "Proxy credentials go along with redirects to HTTPS"),
    flaw("CVE-2024-35195", "medium", 2, "2.32.0", "A session that once skipped verification goes on skipping it"),
    flaw("CVE-2024-47081", "medium", 5, "2.32.4", "Credentials from .netrc go to other hosts"),
  ]),
  line("urllib3", { 0: "1.26.15", 1: "1.26.18", 3: "2.2.3", 5: "2.5.0" }, [
    flaw("CVE-2023-43804", "high", 1, "1.26.17, 2.0.6", "Cookies go along with redirects to other hosts"),
    flaw(
      "CVE-2023-45803",
      "medium",
      1,
      "1.26.18, 2.0.7",
      "The body goes along with a redirect that changes the method",
    ),
    flaw("CVE-2024-37891", "medium", 3, "1.26.19, 2.2.2", "Proxy credentials go along with redirects"),
    flaw("CVE-2025-50181", "medium", 5, "2.5.0", "Redirects cannot be switched off for a whole pool"),
  ]),
  line("Jinja2", { 0: "3.1.2", 2: "3.1.4", 4: "3.1.6" }, [
    flaw("CVE-2024-22195", "medium", 2, "3.1.3", "xmlattr lets keys with blanks inject attributes"),
    flaw("CVE-2024-34064", "medium", 2, "3.1.4", "xmlattr lets keys with other characters inject attributes"),
    flaw("CVE-2024-56201", "medium", 4, "3.1.5", "Names of templates run code"),
    flaw("CVE-2024-56326", "medium", 4, "3.1.5", "References to format lead out of the sandbox"),
    flaw("CVE-2025-27516", "medium", 4, "3.1.6", "The attr filter leads out of the sandbox"),
  ]),
  line("Werkzeug", { 0: "2.2.3", 2: "3.0.3", 3: "3.0.6" }, [
    flaw("CVE-2023-46136", "high", 2, "2.3.8, 3.0.1", "Multipart bodies without line breaks keep the CPU busy"),
    flaw("CVE-2024-34069", "high", 2, "3.0.3", "The debugger can be used from another site"),
    flaw("CVE-2024-49766", "medium", 3, "3.0.6", "safe_join lets UNC paths through on Windows"),
    flaw("CVE-2024-49767", "medium", 3, "3.0.6", "Forms use more memory than their limit"),
  ]),
  line("Flask", { 0: "2.2.2", 1: "2.3.3" }, [
    flaw("CVE-2023-30861", "high", 1, "2.2.5, 2.3.2", "Caches may keep session cookies of others"),
  ]),
  line("cryptography", { 0: "39.0.0", 1: "41.0.5", 2: "42.0.4", 4: "44.0.1" }, [
    flaw("CVE-2023-0286", "high", 1, "39.0.1", "Type confusion of addresses in certificates"),
    flaw("CVE-2023-49083", "medium", 2, "41.0.6", "Crash when PKCS7 certificates are loaded"),
    flaw("CVE-2023-50782", "high", 2, "42.0.0", "Timing side channel in RSA key exchange"),
    flaw("CVE-2024-0727", "medium", 2, "42.0.2", "Crash on a malformed PKCS12 file"),
    flaw("CVE-2024-26130", "high", 2, "42.0.4", "Crash when a PKCS12 file is made with the wrong key"),
    since(2, flaw("CVE-2024-12797", "low", 4, "44.0.1", "The bundled OpenSSL does not authenticate raw public keys")),
  ]),
  line("certifi", { 0: "2022.12.7", 1: "2023.7.22", 3: "2024.8.30" }, [
    flaw("CVE-2023-37920", "high", 1, "2023.7.22", "A root that is trusted no more is still in the bundle"),
    flaw("CVE-2024-39689", "low", 3, "2024.7.4", "Another root that is trusted no more is in the bundle"),
  ]),
  line("setuptools", { 0: "65.5.1", 3: "70.3.0", 5: "80.9.0" }, [
    flaw("CVE-2024-6345", "high", 3, "70.0.0", "Addresses of packages run commands while they are fetched"),
    flaw("CVE-2025-47273", "high", 5, "78.1.1", "Addresses of packages write files outside of their folder"),
  ]),
  line("Pillow", { 0: "9.5.0", 1: "10.0.1", 2: "10.3.0" }, [
    flaw("CVE-2023-4863", "high", 1, "10.0.1", "Heap overflow while a lossless WebP image is decoded"),
    flaw("CVE-2023-44271", "high", 1, "10.0.0", "Drawing of long texts uses up memory"),
    flaw("CVE-2023-50447", "critical", 2, "10.2.0", "Names in ImageMath expressions run code"),
    flaw("CVE-2024-28219", "high", 2, "10.3.0", "Buffer overflow in the colour management"),
  ]),
  line("aiohttp", { 0: "3.8.4", 1: "3.8.6", 2: "3.9.5", 4: "3.11.11", 5: "3.12.15" }, [
    flaw("CVE-2023-37276", "high", 1, "3.8.5", "Headers allow request smuggling"),
    flaw("CVE-2023-49081", "medium", 2, "3.9.0", "HTTP versions of requests are not checked"),
    flaw("CVE-2024-23334", "high", 2, "3.9.2", "Static routes that follow links serve any file"),
    flaw("CVE-2024-30251", "high", 2, "3.9.4", "A malformed form never ends to be read"),
    flaw("CVE-2024-52304", "medium", 4, "3.10.11", "Line breaks in chunk extensions allow request smuggling"),
    flaw("CVE-2025-53643", "low", 5, "3.12.14", "Trailers allow request smuggling"),
  ]),
  line("idna", { 0: "3.4", 2: "3.7" }, [
    flaw("CVE-2024-3651", "medium", 2, "3.7", "Crafted host names take quadratic time"),
  ]),
  line("gunicorn", { 0: "20.1.0", 2: "22.0.0", 4: "23.0.0" }, [
    flaw("CVE-2024-1135", "high", 2, "22.0.0", "Transfer-Encoding headers allow request smuggling"),
    flaw("CVE-2024-6827", "high", 4, "23.0.0", "More Transfer-Encoding headers allow request smuggling"),
  ]),
  line("PyJWT", { 0: "2.3.0", 1: "2.8.0" }, [
    flaw("CVE-2022-29217", "high", 1, "2.4.0", "A public key may be used as a shared secret"),
  ]),
  line("sqlparse", { 0: "0.4.3", 1: "0.4.4", 2: "0.5.0" }, [
    flaw("CVE-2023-30608", "high", 1, "0.4.4", "Formatting becomes a slow regular expression"),
    flaw("CVE-2024-4340", "high", 2, "0.5.0", "Deeply nested lists use up the stack"),
  ]),
  line("paramiko", { 0: "2.12.0", 2: "3.4.0" }, [
    flaw("CVE-2023-48795", "medium", 2, "3.4.0", "Messages at the start of the handshake can be cut off"),
  ]),
  line("pyarrow", { 0: "11.0.0", 2: "14.0.2" }, [
    flaw("CVE-2023-47248", "critical", 2, "14.0.1", "Files with extension types run code while they are read"),
  ]),
  line("scikit-learn", { 0: "1.2.2", 3: "1.5.2" }, [
    flaw("CVE-2024-5206", "medium", 3, "1.5.0", "Vectorisers keep words of the training data"),
  ]),
  line("torch", { 0: "2.0.1", 5: "2.8.0" }, [
    flaw("CVE-2025-32434", "critical", 5, "2.6.0", "Models run code although only weights are loaded"),
  ]),
  line("mlflow", { 0: "2.3.0", 1: "2.9.2", 4: "2.20.3" }, [
    flaw("CVE-2023-3765", "critical", 1, "2.5.0", "Absolute paths of artifacts read any file"),
    flaw("CVE-2023-6831", "high", 1, "2.9.2", "Artifacts outside of their folder can be deleted"),
    open("CVE-2024-37059", "high", "Models run code while they are loaded"),
  ]),
  line("apache-airflow", { 0: "2.6.1", 1: "2.7.3", 3: "2.10.3", 5: "2.11.0" }, [
    flaw("CVE-2023-42663", "medium", 1, "2.7.2", "Users learn task instances that they may not read"),
    flaw("CVE-2023-50943", "high", 3, "2.8.1", "Values between tasks are unpickled where that is switched off"),
    flaw("CVE-2024-39877", "high", 3, "2.9.3", "Authors of DAGs run code in the scheduler"),
    flaw("CVE-2024-45034", "high", 3, "2.10.1", "Settings of DAG folders run code in the scheduler"),
  ]),
  line("tornado", { 0: "6.2", 3: "6.4.2", 5: "6.5.1" }, [
    flaw("CVE-2023-28370", "medium", 3, "6.3.2", "Static files redirect anywhere"),
    flaw("CVE-2024-52804", "high", 3, "6.4.2", "Cookies take quadratic time to parse"),
    flaw("CVE-2025-47287", "high", 5, "6.5.0", "Malformed forms fill the log and keep the CPU busy"),
  ]),
  line("h11", { 0: "0.14.0", 4: "0.16.0" }, [
    flaw("CVE-2025-43859", "critical", 4, "0.16.0", "Line ends of chunks are not checked"),
  ]),
  line("starlette", { 0: "0.27.0", 3: "0.41.2", 5: "0.49.1" }, [
    flaw("CVE-2024-47874", "high", 3, "0.40.0", "Form fields without file names use up memory"),
    since(3, flaw("CVE-2025-62727", "high", 5, "0.49.1", "Range headers take quadratic time")),
  ]),
];
