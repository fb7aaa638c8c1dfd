import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reading } from "../mapping.ts";
import { compileReading } from "./compileReading.ts";
import { Fault } from "./fault.ts";
import { writeInstant } from "./writeInstant.ts";
import { createZone } from "./zone.ts";

/** What a reading makes of a value: the value, or the code of the fault. */
function read(value: unknown, reading: Reading, zone = "Asia/Kolkata"): unknown {
  const made = compileReading(reading, "col", createZone(zone))(value);
  return made instanceof Fault ? made.error.code : made;
}

describe("text", () => {
  it("loses its surrounding space, and is absent when empty", () => {
    expect(read("  a b ", {})).toBe("a b");
    expect(read("   ", {})).toBeUndefined();
    expect(read(null, {})).toBeUndefined();
  });

  it("becomes what the map says, whatever its case", () => {
    const map = { Failed: "no", Ok: 1 };
    expect(read(" FAILED", { map })).toBe("no");
    expect(read("ok", { map })).toBe(1);
    expect(read("other", { map })).toBe("other");
    expect(read("other", { map, unmapped: "omit" })).toBeUndefined();
    expect(read("other", { map, unmapped: "refuse" })).toBe("not_in_list");
    expect(read("constructor", { map, unmapped: "omit" })).toBeUndefined();
  });

  it("gets its zeros back, if it is digits", () => {
    expect(read("78942", { pad_zeros: 6 })).toBe("078942");
    expect(read("1234567", { pad_zeros: 6 })).toBe("1234567");
    expect(read("n/a", { pad_zeros: 6 })).toBe("n/a");
  });

  it.each(["+918029267938", "08029267938", "8029267938", "918029267938", " 080-2926 7938"])(
    "is a phone of ten digits: %s",
    (text) => {
      expect(read(text, { pad_zeros: 10, as: "digits", keep_last: 10 })).toBe("8029267938");
    },
  );

  it("becomes a number, a truth or JSON, or is refused", () => {
    expect(read("-12.50", { as: "number" })).toBe(-12.5);
    expect(
      ["1,234", "12 km", "0x10", "Infinity", "1e999"].map((text) => read(text, { as: "number" })),
    ).toEqual(Array(5).fill("invalid_type"));
    expect(read("7", { as: "integer" })).toBe(7);
    expect(read("7.5", { as: "integer" })).toBe("invalid_type");
    expect(read("9007199254740993", { as: "integer" })).toBe("invalid_type");
    expect(["Yes", "1", "no", "FALSE"].map((text) => read(text, { as: "boolean" }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(read("maybe", { as: "boolean" })).toBe("invalid_type");
    expect(read('{"a":[1]}', { as: "json" })).toEqual({ a: [1] });
    expect(read("{", { as: "json" })).toBe("invalid_json");
  });

  it("may have been another kind of value in a line", () => {
    expect([read(5, {}), read(false, {}), read({ a: 1 }, {})]).toEqual([5, false, { a: 1 }]);
    expect([read(5, { as: "string" }), read(5, { as: "number" })]).toEqual(["5", 5]);
    expect(read({ a: 1 }, { as: "string" })).toBe("invalid_type");
    expect(read([1], { as: "json" })).toEqual([1]);
  });
});

describe("a time", () => {
  const time = (text: string, formats?: readonly string[], zone?: string) =>
    read(text, { as: "time", ...(formats && { formats }) }, zone);

  it("is of the file's zone unless it says so itself", () => {
    expect(time("2025-07-21T10:11:12")).toBe("2025-07-21T04:41:12.000Z");
    expect(time("2025-07-21 10:11:12.5")).toBe("2025-07-21T04:41:12.500Z");
    expect(time("2025-07-21")).toBe("2025-07-20T18:30:00.000Z");
    expect(time("2025-07-21T10:11:12Z")).toBe("2025-07-21T10:11:12.000Z");
    expect(time("2025-07-21T10:11:12+02:00")).toBe("2025-07-21T08:11:12.000Z");
    expect(time("20250721T101112")).toBe("2025-07-21T04:41:12.000Z");
  });

  it("is read by the forms in turn", () => {
    const formats = [
      "yyyy-MM-dd HH:mm:ss",
      "M/d/yyyy H:mm",
      "d MMM yyyy, h:mm a",
      "dd.MM.yyyy 'um' HH 'Uhr'",
    ];
    const read4 = ["2025-03-07 08:48:51", "3/7/2025 8:48", "7 Mar 2025, 8:48 AM", "07.03.2025 um 08 Uhr"].map(
      (text) => time(text, formats),
    );
    expect(read4).toEqual([
      "2025-03-07T03:18:51.000Z",
      "2025-03-07T03:18:00.000Z",
      "2025-03-07T03:18:00.000Z",
      "2025-03-07T02:30:00.000Z",
    ]);
    expect([time("1741337331", ["X"]), time("1741337331000", ["x"]), time("3/7/2025", ["D"])]).toEqual([
      "2025-03-07T08:48:51.000Z",
      "2025-03-07T08:48:51.000Z",
      "2025-03-06T18:30:00.000Z",
    ]);
    expect(time("2025-03-07T08:48:51 +0100", ["yyyy-MM-dd'T'HH:mm:ss ZZZ"])).toBe("2025-03-07T07:48:51.000Z");
  });

  it.each(["2025-02-29 00:00:00", "2025-13-01 00:00:00", "2025-01-01 24:00:00", "2025-1-1 00:00:00", "soon"])(
    "must be one of the calendar: %s",
    (text) => {
      expect(time(text, ["yyyy-MM-dd HH:mm:ss"])).toBe("invalid_format");
      expect(time(text.replace("2025-1-1", "2025-1-1x"))).toBe("invalid_format");
    },
  );

  it("is the earlier of two, and moved on where there is none, when clocks change", () => {
    const berlin = (text: string) => time(text, undefined, "Europe/Berlin");
    expect(berlin("2025-10-26T02:30:00")).toBe("2025-10-26T00:30:00.000Z");
    expect(berlin("2025-10-26T03:00:00")).toBe("2025-10-26T02:00:00.000Z");
    expect(berlin("2025-03-30T02:30:00")).toBe("2025-03-30T01:30:00.000Z");
    expect(berlin("2025-03-30T01:59:59")).toBe("2025-03-30T00:59:59.000Z");
    expect(berlin("2025-03-30T03:00:00")).toBe("2025-03-30T01:00:00.000Z");
  });

  it("can be cut down in the zone and moved, or be a day", () => {
    const text = "2025-07-21T00:11:12";
    expect(read(text, { as: "time", truncate: "minute" })).toBe("2025-07-20T18:41:00.000Z");
    expect(read(text, { as: "time", truncate: "hour" })).toBe("2025-07-20T18:30:00.000Z");
    expect(read(text, { as: "time", truncate: "day", plus_minutes: 1440 })).toBe("2025-07-21T18:30:00.000Z");
    expect(read(text, { as: "date" })).toBe("2025-07-21");
    expect(read("2025-07-20T20:00:00Z", { as: "date" })).toBe("2025-07-21");
  });

  it("is written as the platform writes it", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          expect(writeInstant(date.getTime())).toBe(date.toISOString());
        },
      ),
    );
  });
});

it("never repeats the cell's text in what is wrong", () => {
  const secret = "Asha +91 80 2926";
  for (const as of ["number", "integer", "boolean", "json", "time", "date"] as const) {
    const made = compileReading({ as }, "phone/home", createZone("UTC"))(secret);
    expect(made).toBeInstanceOf(Fault);
    expect((made as Fault).error.pointer).toBe("/columns/phone~1home");
    expect(JSON.stringify(made)).not.toContain("Asha");
  }
});
