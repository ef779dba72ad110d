import { spawn } from "node:child_process";

/**
 * Runs a program to its end, keeping what it prints.
 * A Ctrl-C reaches the child too (same process group), so nothing is left behind.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} options `env` is added to this process's own
 * @returns {Promise<{ code: number, output: string }>} output: stdout and stderr as they came, at most the last 64 KiB
 */
export function execute(file, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-65_536);
    };
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The last lines of a program's output, for a message about its failure. */
export function tail(output, lines = 15) {
  return output.trimEnd().split("\n").slice(-lines).join("\n");
}
