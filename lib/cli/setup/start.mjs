// The first file that runs. It uses nothing that an old Node lacks before it has said which Node is needed, so every
// other module is imported only after the check.
const needed = [20, 19];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    `Parapet needs Node ${needed.join(".")} or newer; this is Node ${process.versions.node} (${process.execPath}).`,
  );
  process.exitCode = 1;
} else {
  import("./run.mjs").then(({ run }) => run(process.argv[2], process.argv.slice(3)));
}
