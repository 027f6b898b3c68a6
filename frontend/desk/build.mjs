// Makes what every desk page loads (desk.css, desk.js, icons.svg) and what pages with a map add
// (map.css, map.js).
import { mkdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../src/chuangcheng/web/static/web/build");
const modules = join(here, "node_modules");

// The oldest browser still found on office machines; newer syntax is rewritten for it.
const target = "chrome87";

const MAP_ALIAS = {
  "@hotwired/stimulus": join(here, "src/map/stimulus.ts"),
  leaflet: join(modules, "leaflet/dist/leaflet-src.esm.js"),
};

// Leaflet's own pictures are used nowhere: our pins and switches are drawn by ourselves.
const LEAFLET_PICTURE = /background-image:\s*url\("?images\/[^)]*\);?/g;

async function buildStyles(name) {
  const { css } = compile(join(here, `styles/${name}.scss`), {
    loadPaths: [modules],
    charset: false,
    quietDeps: true,
    silenceDeprecations: ["import", "if-function", "global-builtin", "color-functions"],
  });
  const plain = css.replace(LEAFLET_PICTURE, "");
  const { code } = await transform(plain, { loader: "css", minify: true, target });
  writeFileSync(join(out, `${name}.css`), code);
}

async function buildScript(name, alias = {}) {
  await build({
    entryPoints: [join(here, `src/${name}.ts`)],
    outfile: join(out, `${name}.js`),
    alias,
    bundle: true,
    minify: true,
    format: "iife",
    target,
    legalComments: "inline",
  });
}

function symbol(name) {
  const file = join(modules, "@tabler/icons/icons/outline", `${name}.svg`);
  const drawing = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const inner = drawing.slice(drawing.indexOf(">") + 1, drawing.lastIndexOf("</svg>"));
  const shapes = inner
    .replace(/<path stroke="none"[^>]*>/, "")
    .replace(/\s+/g, " ")
    .trim();
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
    `stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`
  );
}

function buildIcons() {
  const names = readFileSync(join(here, "icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`;
  writeFileSync(join(out, "icons.svg"), sprite);
}

async function buildAll() {
  mkdirSync(out, { recursive: true });
  buildIcons();
  await Promise.all([
    buildStyles("desk"),
    buildStyles("map"),
    buildScript("desk"),
    buildScript("map", MAP_ALIAS),
  ]);
  for (const name of ["desk.css", "desk.js", "icons.svg", "map.css", "map.js"]) {
    const bytes = readFileSync(join(out, name));
    const kilobytes = (size) => `${(size / 1024).toFixed(1)} KB`;
    console.log(
      `${name}: ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} compressed`,
    );
  }
}

await buildAll();
if (process.argv.includes("--watch")) {
  let waiting;
  for (const folder of ["src", "styles"]) {
    watch(join(here, folder), { recursive: true }, () => {
      clearTimeout(waiting);
      waiting = setTimeout(
        () => buildAll().catch((problem) => console.error(problem)),
        100,
      );
    });
  }
}
