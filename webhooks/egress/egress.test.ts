import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { createEgress, type Egress } from "./egress.ts";
import { createEgressPolicy, type Resolve } from "./policy.ts";

const open: (Server | Egress)[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) {
    if ("closeAllConnections" in each) each.closeAllConnections();
    await each.close();
  }
});

async function sink(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

function egress(allow: string[], answers?: readonly (readonly string[])[], timeoutMs?: number) {
  let asked = 0;
  const resolve: Resolve = async () =>
    (answers?.[Math.min(asked++, answers.length - 1)] ?? []).map((address) => ({
      address,
      family: address.includes(":") ? 6 : 4,
    }));
  const policy = createEgressPolicy({ allow, resolve });
  const made = createEgress(policy, timeoutMs);
  open.push(made);
  return { policy, post: (url: string) => made.post({ url, headers: {}, body: "{}" }), asked: () => asked };
}

test("an allowed address is reached, literally and by name, and the name is resolved once", async () => {
  const port = await sink((_, res) => res.setHeader("retry-after", "7").writeHead(503).end("later"));
  const { post, asked } = egress(["127.0.0.1"], [["127.0.0.1"]]);
  expect(await post(`http://127.0.0.1:${port}/x`)).toEqual({ status: 503, retryAfter: "7", body: "later" });
  expect((await post(`http://hook.example:${port}/x`)).status).toBe(503);
  expect(asked()).toBe(1);
});

test("nothing is sent where a name leads to any address that may not be reached", async () => {
  const listener = vi.fn<RequestListener>((_, res) => res.end());
  const port = await sink(listener);
  const both = egress([], [["93.184.216.34", "127.0.0.1"]]);
  await expect(both.post(`https://both.example:${port}/`)).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  const plain = egress([], [["127.0.0.1"]]);
  await expect(plain.post(`http://inner.example:${port}/`)).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  await expect(plain.post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  await expect(plain.post(`https://[::ffff:7f00:1]:${port}/`)).rejects.toMatchObject({
    code: "EGRESS_REFUSED",
  });
  await expect(plain.post("ftp://example.com/")).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  expect(listener).not.toHaveBeenCalled();
});

test("a name that was fit when it was checked and changed since is refused at delivery", async () => {
  const listener = vi.fn<RequestListener>((_, res) => res.end());
  const port = await sink(listener);
  const { policy, post } = egress([], [["93.184.216.34"], ["127.0.0.1"]]);
  await policy.checkUrl(`https://rebind.example:${port}/`);
  await expect(post(`https://rebind.example:${port}/`)).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  expect(listener).not.toHaveBeenCalled();
});

test("a redirect is an answer and is not followed", async () => {
  const target = vi.fn<RequestListener>((_, res) => res.end());
  const inner = await sink(target);
  const port = await sink((_, res) => res.writeHead(307, { location: `http://127.0.0.1:${inner}/` }).end());
  expect((await egress(["127.0.0.1"]).post(`http://127.0.0.1:${port}/`)).status).toBe(307);
  expect(target).not.toHaveBeenCalled();
});

test("at most 20,000 bytes of an answer are read, and an endless one ends", async () => {
  const port = await sink((_, res) => {
    const timer = setInterval(() => res.write("x".repeat(10_000)), 1);
    res.on("close", () => clearInterval(timer));
  });
  expect((await egress(["127.0.0.1"]).post(`http://127.0.0.1:${port}/`)).body).toHaveLength(20_000);
});

test("the whole exchange has a limit of time, also when the answer trickles", async () => {
  const port = await sink((_, res) => {
    const timer = setInterval(() => res.write("."), 20);
    res.on("close", () => clearInterval(timer));
  });
  await expect(egress(["127.0.0.1"], [], 200).post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
    name: "TimeoutError",
  });
});

test("URLs are checked when they are given: https, public, without credentials", async () => {
  const { policy } = egress(["127.0.0.1"], [["10.0.0.1"]]);
  const codes = async (url: string) =>
    policy.checkUrl(url).then(
      () => "ok",
      (error: { errors: { code: string; pointer: string }[] }) =>
        error.errors.map((e) => `${e.code} ${e.pointer}`).join(),
    );
  expect(await codes("http://127.0.0.1:9000/hook")).toBe("ok");
  expect(await codes("https://127.0.0.1:9000/hook")).toBe("ok");
  expect(await codes("https://8.8.8.8/")).toBe("ok");
  expect(await codes("http://8.8.8.8/")).toBe("insecure_url /url");
  expect(await codes("ftp://127.0.0.1/")).toBe("insecure_url /url");
  for (const url of [
    "https://10.0.0.1/",
    "https://2130706434/",
    "https://0177.0.0.2/",
    "https://[::1]/",
    "https://inner.example/",
  ]) {
    expect(await codes(url)).toBe("private_address /url");
  }
  for (const url of [
    "/hook",
    "https://",
    "https://u:p@8.8.8.8/",
    "https://8.8.8.8/#x",
    `https://8.8.8.8/${"x".repeat(2048)}`,
  ]) {
    expect(await codes(url)).toBe("invalid_url /url");
  }
  const unknown = createEgressPolicy({ allow: [], resolve: () => Promise.reject(new Error("ENOTFOUND")) });
  await expect(unknown.checkUrl("https://not-yet.example/")).resolves.toBeUndefined();
  await expect(unknown.checkUrl("http://not-yet.example/")).rejects.toThrow("https");
});
