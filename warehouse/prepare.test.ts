import { expect, test } from "vitest";
import { prepareDatabase, readMigrations, splitStatements } from "./prepare.ts";

test("statements end at a semicolon and an empty line, comments are left out", () => {
  expect(splitStatements("-- why\nCREATE a;\n\n-- more\nCREATE b\n(x);\n")).toEqual([
    "CREATE a",
    "CREATE b\n(x)",
  ]);
});

test("every migration statement is idempotent and names its database", () => {
  const statements = readMigrations().flatMap((migration) => migration.statements);
  expect(statements.length).toBeGreaterThan(10);
  for (const statement of statements) {
    expect(statement).toMatch(/IF NOT EXISTS|IF EXISTS/);
    expect(statement).toContain("{database}.");
  }
});

test("tables of tenants sort by tenant_key first", () => {
  const tables = readMigrations().flatMap(({ statements }) =>
    statements.filter((s) => s.startsWith("CREATE TABLE")),
  );
  for (const table of tables) expect(table).toMatch(/ORDER BY \(tenant_key[,)]/);
});

test("a migration that was recorded does not run again", async () => {
  const commands: string[] = [];
  const runner = {
    command: async (statement: string) => {
      commands.push(statement);
    },
    select: async <T>() => [{ name: "0001_a.sql" } as T],
  };
  await prepareDatabase(runner, "pool_00", [
    { name: "0001_a.sql", statements: ["CREATE {database}.a"] },
    { name: "0002_b.sql", statements: ["CREATE {database}.b"] },
  ]);
  expect(commands).not.toContain("CREATE pool_00.a");
  expect(commands).toContain("CREATE pool_00.b");
  expect(commands.at(-1)).toContain("0002_b.sql");
});
