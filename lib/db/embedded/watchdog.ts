import { type ChildProcess, spawn } from "node:child_process";
import type { Home } from "./home";

// Waits for its input to end, which the system does when this process dies, however it dies. Then the last user of
// the database stops it.
const script = `
home=$1 user=$2 data=$3 temporary=$4
read -r _
rm -f "$home/users/$user"
for file in "$home"/users/*; do
  [ -e "$file" ] && kill -0 "\${file##*/}" 2>/dev/null && exit 0
done
pid=
[ -e "$data/postmaster.pid" ] && read -r pid < "$data/postmaster.pid"
[ -n "$pid" ] && kill -INT "$pid" 2>/dev/null
[ "$temporary" = yes ] || exit 0
while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
rm -rf "$home"
`;

/**
 * Starts a shell that stops the database should this process be killed without a chance to do so.
 * @returns the shell; kill it once the database was stopped in the ordinary way
 */
export function startWatchdog(home: Home, temporary: boolean): ChildProcess {
  const args = ["-c", script, "sh", home.directory, String(process.pid), home.data, temporary ? "yes" : "no"];
  // Detached, so that a Ctrl-C in the terminal does not reach it.
  const shell = spawn("/bin/sh", args, { detached: true, cwd: "/", stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => {});
  shell.stdin?.on("error", () => {});
  shell.unref();
  (shell.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return shell;
}
