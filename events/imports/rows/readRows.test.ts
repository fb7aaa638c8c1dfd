import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { outcomes, rowsOf } from "../testing/rowsOf.ts";
import { FileProblem } from "./fileProblem.ts";
import { readRows } from "./readRows.ts";
import { MAX_ROW_BYTES } from "./row.ts";

const MARK = "\ufeff";

async function problemOf(content: string | Uint8Array, delimiter?: ";"): Promise<FileProblem> {
  const failed = await rowsOf(content, delimiter ? { delimiter } : {}).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(FileProblem);
  return failed as FileProblem;
}

describe("rows of a CSV", () => {
  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("end with %s, and hold it within quotes", async (_, eol) => {
    const rows = await rowsOf(`a,b${eol}1,"x${eol}y"${eol}2,z${eol}${eol}${eol}`);
    expect(outcomes(rows)).toEqual([
      { a: "1", b: `x${eol}y` },
      { a: "2", b: "z" },
    ]);
  });

  it("may lack the last line break, begin with a byte order mark and quote what they like", async () => {
    const rows = await rowsOf(`${MARK}"a","b ""c"""\n"1",""\n2,"say ""hi"", then, go"`);
    expect(outcomes(rows)).toEqual([
      { a: "1", 'b "c"': "" },
      { a: "2", 'b "c"': 'say "hi", then, go' },
    ]);
  });

  it("take a quote within an unquoted cell as it is", async () => {
    expect(outcomes(await rowsOf('a,b\n5" pipe,2\n6"",x\n'))).toEqual([
      { a: '5" pipe', b: "2" },
      { a: '6""', b: "x" },
    ]);
  });

  it("say where they end, in bytes of the stream", async () => {
    const rows = await rowsOf(`${MARK}a\r\né\r\n"\r\n"\r\nz`);
    expect(rows.map(({ number, bytes, raw }) => [number, bytes, raw])).toEqual([
      [1, 10, "é"],
      [2, 16, '"\r\n"'],
      [3, 17, "z"],
    ]);
  });

  it.each([";", "\t", "|"] as const)("are cut at %j when told so", async (delimiter) => {
    expect(outcomes(await rowsOf(`a${delimiter}b\n"1${delimiter}"${delimiter}2,3\n`, { delimiter }))).toEqual(
      [{ a: `1${delimiter}`, b: "2,3" }],
    );
  });

  it("begin after the line by which spreadsheets tell the delimiter", async () => {
    expect(outcomes(await rowsOf("sep=;\r\na;b\r\n1;2\r\n", { delimiter: ";" }))).toEqual([
      { a: "1", b: "2" },
    ]);
  });

  it("are none when there is a header alone", async () => {
    expect(await rowsOf("a,b")).toEqual([]);
    expect(await rowsOf(`\n\n${MARK.slice(1)}a,b\r\n\r\n`)).toEqual([]);
  });

  it("are not made of what spreadsheets leave behind", async () => {
    const rows = await rowsOf("a,b\n1,2\n,\n  \n , \n3,\n");
    expect(rows.map(({ number, cells }) => [number, cells])).toEqual([
      [1, { a: "1", b: "2" }],
      [2, { a: "3", b: "" }],
    ]);
  });

  it("are told of by their columns first, even when there are none", async () => {
    const told: unknown[] = [];
    await rowsOf(" a , b\n", { onColumns: (columns) => told.push(columns) });
    expect(told).toEqual([["a", "b"]]);
  });

  it("are counted but not given when they were read before", async () => {
    const text = "a,b\n1,x\n2\n\n3,z\n4,w\n";
    const [all, rest] = [await rowsOf(text), await rowsOf(text, { skipRows: 2 })];
    expect(rest).toEqual(all.slice(2));
    expect(await rowsOf(text, { skipRows: 99 })).toEqual([]);
  });
});

describe("a faulty row of a CSV fails alone:", () => {
  it("too few or too many cells, with the column named", async () => {
    const rows = await rowsOf("a,b,c\n1,2\n1,2,3,4\n1,2,3\n");
    expect(rows.map(({ error }) => error && [error.code, error.pointer])).toEqual([
      ["too_few_cells", "/columns/c"],
      ["too_many_cells", "/columns/c"],
      undefined,
    ]);
    expect(rows[0]?.raw).toBe("1,2");
  });

  it("text after a closing quote", async () => {
    expect(outcomes(await rowsOf('a,b\n"1"x,2\n3,4\n'))).toEqual(["stray_quote", { a: "3", b: "4" }]);
  });

  it("a quote that the file never closes", async () => {
    expect(outcomes(await rowsOf('a,b\n1,2\n3,"4\n5,6\n'))).toEqual([{ a: "1", b: "2" }, "unclosed_quote"]);
  });

  it("bytes that are no UTF-8", async () => {
    const rows = await rowsOf(Buffer.from("a,b\n1,caf\xe9\n2,ok\n", "latin1"));
    expect(outcomes(rows)).toEqual(["invalid_encoding", { a: "2", b: "ok" }]);
    expect(rows[0]?.raw).toBe("1,caf\ufffd");
  });

  it.each([
    ["a huge cell", `"${"x".repeat(MAX_ROW_BYTES)}",2`],
    ["many cells", "1,".repeat(MAX_ROW_BYTES / 2 + 2)],
    ["megabytes of it", "y".repeat(5 * MAX_ROW_BYTES)],
  ])("more than 256 KiB: %s", async (_, large) => {
    const rows = await rowsOf(`a,b\n1,2\n${large}\n3,4\n`, {}, [70_000, 140_000, 300_000, 900_000]);
    expect(outcomes(rows)).toEqual([{ a: "1", b: "2" }, "too_large", { a: "3", b: "4" }]);
    expect(rows[1]?.raw.length).toBeLessThan(3_000);
  });

  it("a quote that is never closed takes no more than 256 KiB of the rest along", async () => {
    const lines = Array.from({ length: 40_000 }, (_, n) => `${n},line ${n}`).join("\n");
    const rows = await rowsOf(`a,b\n0,"oops\n${lines}\n`);
    expect(rows.filter(({ error }) => error).map(({ error }) => error?.code)).toEqual(["too_large"]);
    expect(rows.at(-1)?.cells).toEqual({ a: "39999", b: "line 39999" });
    expect(rows.length).toBeGreaterThan(20_000);
  });
});

describe("a CSV is refused as a whole", () => {
  it.each([
    ["empty", "", "no_header"],
    ["blank", "\n \r\n", "no_header"],
    ["a column named twice", "a,b,a\n1,2,3\n", "duplicate_column"],
    ["a column without name", "a,,b\n1,2,3\n", "empty_column"],
    ["a trailing delimiter in the header", "a,b,\n1,2,\n", "empty_column"],
    ["a column with a reserved name", "a,__proto__\n1,2\n", "reserved_column"],
    [
      "a thousand columns and one",
      Array.from({ length: 1_001 }, (_, n) => `c${n}`).join(","),
      "too_many_columns",
    ],
    ["a broken header", '"a"b,c\n1,2\n', "bad_header"],
    ["a header that never ends", `"${"a".repeat(MAX_ROW_BYTES)}\n1\n`, "bad_header"],
  ])("when it is %s", async (_, text, code) => {
    expect((await problemOf(text)).code).toBe(code);
  });

  it("when it is UTF-16, a workbook, gzip or binary, with the remedy", async () => {
    const utf16 = Buffer.from(`${MARK}a,b\n1,2\n`, "utf16le");
    expect(await problemOf(utf16)).toMatchObject({
      code: "not_utf8",
      detail: expect.stringContaining("UTF-8"),
    });
    expect((await problemOf(utf16.swap16())).code).toBe("not_utf8");
    expect((await problemOf(Buffer.from("a,b\n1,2\n", "utf16le"))).code).toBe("not_text");
    expect((await problemOf(Buffer.from("PK\x03\x04rest"))).detail).toContain("workbook");
    expect((await problemOf(Buffer.from([0x1f, 0x8b, 8, 0]))).detail).toContain("gzip");
  });
});

describe("rows of NDJSON", () => {
  const lines = (text: string) => rowsOf(text, { format: "ndjson" });

  it("are one object a line", async () => {
    expect(outcomes(await lines(`${MARK}{"a":1}\r\n\r\n  \n{"b":{"c":[2]}}`))).toEqual([
      { a: 1 },
      { b: { c: [2] } },
    ]);
    expect(await lines("")).toEqual([]);
  });

  it("fail alone when parsing would take something without a word", async () => {
    const rows = await lines(`{"a":1,"a":2}\n{"a":9007199254740993}\n{"a":"\\ud800"}\n{"a":{"b":1}}\n`);
    expect(rows.map(({ error }) => error?.pointer)).toEqual(["/a", "/a", "/a", undefined]);
    expect(outcomes(rows).at(-1)).toEqual({ a: { b: 1 } });
  });

  it("fail alone when they are no object, no JSON or too long", async () => {
    const text = `{"a":1\n[1]\n"x"\nnull\n{"a":"${"x".repeat(MAX_ROW_BYTES)}"}\n{"a":"\\"\\n"}\n`;
    expect(outcomes(await lines(text))).toEqual([
      "invalid_json",
      "invalid_type",
      "invalid_type",
      "invalid_type",
      "too_large",
      { a: '"\n' },
    ]);
  });
});

it("reads no further than rows are taken, and lets go of the stream", async () => {
  let given = 0;
  const stream = Readable.from(
    (function* () {
      yield Buffer.from("a,b\n");
      for (; given < 1e6; given++) yield Buffer.from(`${given},x\n`.repeat(1000));
    })(),
  );
  for await (const row of readRows(stream, { format: "csv" })) if (row.number === 5_000) break;
  expect(given).toBeLessThan(100);
  expect(stream.destroyed).toBe(true);
});
