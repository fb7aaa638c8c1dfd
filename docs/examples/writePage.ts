import type { Chosen } from "./chooseFailures.ts";

interface Shown extends Chosen {
  /** Body of the failure's graph. */
  readonly graph: unknown;
}

const INTRODUCTION = `# Three failures, as the API explains them

Bodies of \`GET /v1/failures/{id}\`, unabridged, and for each the body of \`GET /v1/failures/{id}/graph\`. The deliveries are a
week of the [sample world](../../examples/world), all invented; the model was fitted to that week (\`POST /v1/models\`), with
nothing confirmed by people. Written by \`npm run docs:failures\`, never by hand: ids differ from run to run.
`;

/** The page, in Markdown. */
export function writePage(shown: readonly Shown[]): string {
  return [INTRODUCTION, ...shown.map(section)].join("\n");
}

function section({ title, remark, failure, graph }: Shown, at: number): string {
  const { narrative = "", model_version: model = "" } = failure.analysis ?? {};
  return `## ${at + 1}. ${title}

> ${narrative}

${remark} Explained by model \`${model}\`.

${json(failure)}

<details><summary>Its graph</summary>

${json(graph)}

</details>
`;
}

function json(body: unknown): string {
  return ["```json", lay(body, ""), "```"].join("\n");
}

const WIDTH = 120;

/** JSON with what fits on a line on one line. */
function lay(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== "object" || value === null || flat.length + indent.length <= WIDTH) return flat;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const members = Array.isArray(value)
    ? value.map((each) => lay(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${lay(each, inner)}`);
  return `${open}\n${members.map((member) => inner + member).join(",\n")}\n${indent}${close}`;
}
