import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsOf } from "../testing/rowsOf.ts";

/** Texts in which what matters to a CSV is frequent. */
const nasty = fc
  .array(fc.constantFrom('"', '""', ",", "\n", "\r\n", "\r", " ", "a", "é", "😀", "1"), { maxLength: 40 })
  .map((parts) => parts.join(""));
const cell = fc.oneof(nasty, fc.string({ unit: "grapheme", maxLength: 8 }));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

it("gives the same rows wherever the bytes are cut", async () => {
  await fc.assert(
    fc.asyncProperty(nasty, async (text) => {
      const bytes = Buffer.from(`a,b\n${text}\n1,2\n`);
      const whole = await rowsOf(bytes);
      for (let cut = 1; cut < bytes.length; cut++) expect(await rowsOf(bytes, {}, [cut])).toEqual(whole);
      const everywhere = Array.from(bytes, (_, n) => n);
      expect(await rowsOf(bytes, {}, everywhere)).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});

it("gives back what was quoted", async () => {
  const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom("\n", "\r\n"), fc.array(fc.nat(200)), async (rows, eol, cuts) => {
      const text = [["a", "b", "c"], ...rows].map((row) => row.map(quoted).join(",")).join(eol);
      const read = await rowsOf(text, {}, cuts);
      expect(read.map(({ error }) => error)).toEqual(rows.map(() => undefined));
      expect(read.map(({ cells }) => [cells["a"], cells["b"], cells["c"]])).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

it("reads sound files as another reader does", async () => {
  const plain = fc.string({
    unit: fc.constantFrom("a", "b", " ", "1", "é", "'", ".", "-"),
    minLength: 1,
    maxLength: 6,
  });
  const written = fc.oneof(plain, cell.map(quoted));
  const table = fc.array(fc.tuple(written, written), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom("\n", "\r\n"), async (rows, eol) => {
      const text = `a,b${eol}${rows.map((row) => row.join(",")).join(eol)}${eol}`;
      const other: unknown = parse(text, { columns: true, record_delimiter: eol });
      const own = (await rowsOf(text)).map(({ cells }) => cells);
      const blank = (row: object) => Object.values(row).every((value) => /^[ \t]*$/.test(value));
      expect(own.filter((row) => !blank(row))).toEqual((other as object[]).filter((row) => !blank(row)));
    }),
    { numRuns: 300 },
  );
});

it("survives any bytes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(4), async (bytes, skipRows) => {
      const content = Buffer.concat([Buffer.from("a,b\n"), bytes]);
      const rows = await rowsOf(content);
      expect(rows.map(({ number }) => number)).toEqual(rows.map((_, n) => n + 1));
      expect(await rowsOf(content, { skipRows }, [5, 9])).toEqual(rows.slice(skipRows));
    }),
    { numRuns: 300 },
  );
});
