import { type Look, stylesOf } from "./style.ts";

export interface Places {
  readonly api: string;
  readonly apiKey: string;
  readonly failureId: string;
  readonly home: string;
}

/** The URLs, the key, and three commands to try. */
export function whereToLook(look: Look, { api, apiKey, failureId, home }: Places): string {
  const { bold, dim } = stylesOf(look);
  return [
    bold("  Where to look"),
    `  API         ${api}   ${dim("every route: /openapi.json, health: /readyz")}`,
    `  Demo key    ${apiKey}`,
    `  Operator    its key is in ${home}/operator.key, data beside it; Ctrl-C ends, npm start goes on`,
    "",
    bold("  Try, in a second terminal in this folder"),
    `  curl -s ${api}/v1/failures/${failureId} -H "Authorization: Bearer ${apiKey}"`,
    `  npx node examples/week.ts            ${dim("# the week by the SDK")}`,
    `  npx node examples/send-events.ts     ${dim("# send a delivery that fails, and be told why")}`,
    "",
    dim("  The sample is synthetic. Live events go on; failures are named here as they are explained."),
    "",
  ].join("\n");
}
