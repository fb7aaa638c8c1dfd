/** The image's health: whether this container's GET /readyz says so, on the API's port or on that of a process without it. */
const { DFRAS_ROLES = "api", PORT = "3000", DFRAS_HEALTH_PORT = "3000" } = process.env;
const port = DFRAS_ROLES.split(",").includes("api") ? PORT : DFRAS_HEALTH_PORT;
try {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) });
  console.log(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(`no answer: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
