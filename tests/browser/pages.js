// The pages that are looked at: results of shipped models, and results full of hostile names.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Text that breaks out of whatever is careless: every piece that ran would set `window.ran`.
export const HOSTILE = [
  "<script>window.ran=1</script>",
  "\"><img src=x onerror=window.ran=1>",
  "</style><script>window.ran=2</script>",
  "</title></svg><script>window.ran=3</script>",
  "]]><!-- ",
  "javascript:window.ran=4",
  "' onload='window.ran=5' x='",
  "\u202Eturned around\u2066 by an override",
  "W".repeat(300),
  "many words ".repeat(27).trim(),
  "Emoji 🎉 👩‍👩‍👧 and 教育 and العربية",
  "a line\nand another\tand a tab",
  "{{7*7}} ${7*7} &lt;b&gt; &amp;",
];

// Keys of results that hold what somebody wrote.
const WRITTEN = /(_name|^model|^words|^message|^description|^hint|^reason|^limit|^origin|_names|^studies|^old|^new|^by)$/;

// `value` with hostile text for all that somebody wrote; the same text always becomes the same one.
function spoiled(value, known, key = "") {
  if (Array.isArray(value)) return value.map((each) => spoiled(each, known, key));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoiled(each, known, name)]));
  }
  // A few keys hold a word of the format in some records.
  const isWord = ["origin", "limit"].includes(key) && /^[a-z_]+$/.test(String(value));
  if (typeof value !== "string" || !WRITTEN.test(key) || isWord) return value;
  if (!known.has(value)) known.set(value, HOSTILE[known.size % HOSTILE.length] + " " + known.size);
  return known.get(value);
}

const COMMANDS = [
  ["recommend"],
  ["sensitivity", "--samples", "60"],
  ["alternatives"],
  ["compare", "--samples", "40"],
  ["validate", "--evidence"],
];

// Makes the pages in `folder` with the command at `trefoil`; each is [name, file, whether it has every section].
export function makePages(trefoil, folder) {
  mkdirSync(folder, { recursive: true });
  const run = (args) => execFileSync(trefoil, ["--quiet", ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  const pages = [];
  const page = (name, files, whole) => {
    const output = join(folder, `${name}.html`);
    run(["report", ...files, "-o", output, "--force"]);
    pages.push({ name, file: output, whole });
  };
  const results = {};
  for (const model of ["minimal", "inventory", "cincinnati"]) {
    results[model] = COMMANDS.map(([command, ...options]) => {
      const file = join(folder, `${model}-${command}.json`);
      // What is there is taken again only where somebody asks for that, to look at a change of the page quickly.
      if (!process.env.KEEP_RESULTS || !existsSync(file)) {
        writeFileSync(file, run([command, model, ...options, "--format", "json"]));
      }
      return file;
    });
    page(model, results[model], model !== "minimal");
  }
  const known = new Map();
  const spoiledFiles = results.inventory.map((file) => {
    const output = file.replace("inventory-", "hostile-");
    writeFileSync(output, JSON.stringify(spoiled(JSON.parse(readFileSync(file, "utf8")), known), null, 2));
    return output;
  });
  page("hostile", spoiledFiles, true);
  const impossible = join(folder, "impossible-recommend.json");
  try {
    writeFileSync(impossible, run(["recommend", "impossible", "--format", "json"]));
  } catch (error) {
    // There is no plan: exit code 3, and the result all the same.
    if (error.status !== 3) throw error;
    writeFileSync(impossible, error.stdout);
  }
  page("impossible", [impossible], false);
  return pages;
}
