// Builds and packs the package, installs it into a project of its own and uses it there: ES modules and CommonJS, on this
// Node and on those of the PATH, in a bare context without Node's globals, and from TypeScript without Node's types.
// Usage: node sdk/typescript/scripts/smoke.mjs
import { execFile, execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import vm from "node:vm";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const tool = (name) => join(ROOT, "../../node_modules/.bin", name);
const folder = mkdtempSync(join(tmpdir(), "dfras-smoke-"));
const SECRET = `whsec_${Buffer.from("a secret of this smoke test").toString("base64")}`;

const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "application/json", "request-id": "req_smoke" });
  response.end(JSON.stringify({ id: decodeURIComponent(request.url.split("/").at(-1)), status: "open" }));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const baseUrl = `http://127.0.0.1:${server.address().port}`;

try {
  build();
  install();
  for (const node of nodes()) await useFrom(node);
  await useBare();
  useTypes();
  checkReadme();
  console.log("the package works as it is published");
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

function build() {
  step("build", tool("tsup"), ["--config", "tsup.config.ts", "--silent"], ROOT);
}

function install() {
  step("npm pack", "npm", ["pack", "--silent", "--pack-destination", folder], ROOT);
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "smoke", private: true }));
  step(
    "npm install",
    "npm",
    ["install", "--offline", "--no-audit", "--no-fund", "--silent", `./${tarball}`],
    folder,
  );
  const installed = join(folder, "node_modules/@dfras/sdk");
  const files = readdirSync(installed, { recursive: true }).map((file) => join(installed, file));
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(
    `   installed: ${(size / 1000).toFixed(0)} kB, at most 1000; ${readdirSync(join(folder, "node_modules"))
      .filter((name) => !name.startsWith("."))
      .join(" ")} and nothing else`,
  );
  if (size > 1_000_000) throw new Error("too large");
}

/** This Node, and others on the PATH that are not this repository's. */
function nodes() {
  const found = (process.env.PATH ?? "").split(delimiter).flatMap((entry) => {
    try {
      return [realpathSync(join(entry, "node"))];
    } catch {
      return [];
    }
  });
  return [...new Set([realpathSync(process.execPath), ...found])];
}

async function useFrom(node) {
  const use = (importing) => `${importing}
(async () => {
  const client = new Dfras({ apiKey: "key", baseUrl: ${JSON.stringify(baseUrl)} });
  const { data, requestId } = await client.failures.retrieve("fal_1").withResponse();
  const event = await verifyWebhook(${JSON.stringify(message().body)}, ${JSON.stringify(message().headers)}, ${JSON.stringify(SECRET)});
  const refused = await verifyWebhook("{}", ${JSON.stringify(message().headers)}, ${JSON.stringify(SECRET)}).catch((error) => error);
  console.log(JSON.stringify([data.id, requestId, event.type, refused instanceof WebhookVerificationError]));
})();`;
  const names = ["{ Dfras }", "{ verifyWebhook, WebhookVerificationError }"];
  const [client, webhooks] = names;
  const ways = {
    "esm.mjs": use(`import ${client} from "@dfras/sdk";\nimport ${webhooks} from "@dfras/sdk/webhooks";`),
    "cjs.cjs": use(
      `const ${client} = require("@dfras/sdk");\nconst ${webhooks} = require("@dfras/sdk/webhooks");`,
    ),
  };
  for (const [file, code] of Object.entries(ways)) {
    writeFileSync(join(folder, file), code);
    const { stdout } = await run(node, [file], { cwd: folder, timeout: 30_000 });
    expectSame(stdout.trim(), '["fal_1","req_smoke","failure.analyzed",true]');
    const { stdout: version } = await run(node, ["--version"]);
    console.log(`ok ${file.slice(0, 3)} on Node ${version.trim()}`);
  }
}

/** As on an edge worker: nothing but what the web platform has. */
async function useBare() {
  const WEB = [
    "fetch",
    "Headers",
    "Request",
    "Response",
    "URL",
    "URLSearchParams",
    "AbortController",
    "AbortSignal",
  ];
  const MORE = ["TextEncoder", "TextDecoder", "crypto", "atob", "btoa", "setTimeout", "clearTimeout", "Blob"];
  const STREAMS = ["ReadableStream", "CompressionStream"];
  const require = createRequire(join(folder, "package.json"));
  const code = readFileSync(require.resolve("@dfras/sdk"), "utf8");
  const module = { exports: {} };
  const globals = Object.fromEntries([...WEB, ...MORE, ...STREAMS].map((name) => [name, globalThis[name]]));
  vm.runInNewContext(code, { ...globals, module, exports: module.exports });
  const client = new module.exports.Dfras({ apiKey: "key", baseUrl });
  expectSame((await client.failures.retrieve("fal_2")).id, "fal_2");
  console.log("ok without Node's globals");
}

function useTypes() {
  const code = `import { Dfras, NotFoundError, type Failure } from "@dfras/sdk";
import { verifyWebhook } from "@dfras/sdk/webhooks";
const client = new Dfras({ apiKey: "key", baseUrl: "https://example.com" });
export async function use(headers: Headers, body: string): Promise<string[]> {
  const event = await verifyWebhook(body, headers, ["whsec_a", "whsec_b"]);
  const found: Failure = await client.failures.retrieve(event.data.id);
  const ids: string[] = [found.analysis?.narrative ?? ""];
  for await (const { id, status } of client.failures.list({ status: "open" })) if (status !== "new-one") ids.push(id);
  try {
    await client.events.send({ type: "order.created", occurred_at: new Date() }, { wait: "stored" });
  } catch (error) {
    if (error instanceof NotFoundError) ids.push(error.requestId ?? "");
  }
  // @ts-expect-error: the API has no such status to filter by
  await client.failures.list({ status: "opne" });
  return ids;
}
`;
  for (const [file, module, resolution] of [
    ["types.mts", "NodeNext", "NodeNext"],
    ["types.cts", "NodeNext", "NodeNext"],
    ["types.ts", "ESNext", "bundler"],
  ]) {
    writeFileSync(join(folder, file), code);
    const lib = ["--lib", "ES2022,DOM,DOM.Iterable", "--target", "ES2022"];
    const strict = ["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false", "--noEmit"];
    const how = ["--module", module, "--moduleResolution", resolution];
    step(`types by ${resolution}, ${file}`, tool("tsc"), [...strict, ...lib, ...how, file], folder);
  }
}

/** What the README shows compiles, with the names that it takes for granted. */
function checkReadme() {
  const text = readFileSync(join(ROOT, "README.md"), "utf8");
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block);
  const names = [
    "process",
    "console",
    "readEvents",
    "NEW_SECRET",
    "OLD_SECRET",
    "explain",
    "logger",
    "id",
    "signal",
  ];
  const given = [...names, "apiKey", "baseUrl"].map((name) => `declare const ${name}: any;`).join("\n");
  const client = `declare const client: import("@dfras/sdk").Dfras;`;
  writeFileSync(
    join(folder, "given.d.ts"),
    `declare module "node:fs" { function openAsBlob(path: string): Promise<Blob>; }`,
  );
  blocks.forEach((block, at) => {
    const taken = (line) => new RegExp(`const (\\{ )?${/const (\w+)/.exec(line)?.[1]}\\b`).test(block);
    const prelude = [...given.split("\n"), client].filter((line) => !taken(line));
    const file = `readme${at}.mts`;
    writeFileSync(join(folder, file), `${prelude.join("\n")}\n${block}\nexport {};\n`);
    const how = [
      "--strict",
      "--noEmit",
      "--target",
      "ES2022",
      "--module",
      "NodeNext",
      "--lib",
      "ES2022,DOM,DOM.Iterable",
    ];
    step(`README, block ${at + 1}`, tool("tsc"), [...how, "given.d.ts", file], folder);
  });
}

function message() {
  const body = JSON.stringify({
    type: "failure.analyzed",
    timestamp: "2026-11-20T00:00:00Z",
    data: { id: "fal_1" },
  });
  const at = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`msg_1.${at}.${body}`).digest("base64");
  const headers = { "webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": `v1,${signature}` };
  return { body, headers };
}

function step(name, command, args, cwd) {
  try {
    execFileSync(command, args, {
      cwd,
      stdio: "pipe",
      env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` },
    });
    console.log(`ok ${name}`);
  } catch (error) {
    throw new Error(`${name} failed:\n${error.stdout}\n${error.stderr}`);
  }
}

function expectSame(given, wanted) {
  if (given !== wanted) throw new Error(`wanted ${wanted}, got ${given}`);
}
