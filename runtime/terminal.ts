import type { Screen } from "../examples/demo/say/style.ts";

const COLUMNS = 100;

/** Standard output, where the program speaks to people. */
export function terminal(): Screen {
  const { stdout } = process;
  return {
    isTerminal: stdout.isTTY === true,
    columns: stdout.columns || COLUMNS,
    write: (text) => {
      stdout.write(text);
    },
  };
}
