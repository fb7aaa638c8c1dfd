/** The image's health: with role api whether GET /readyz says so; other roles have no port, and live while they run. */
const { DFRAS_ROLES = "api", PORT = "3000" } = process.env;
if (DFRAS_ROLES.split(",").includes("api")) {
  try {
    const answer = await fetch(`http://127.0.0.1:${PORT}/readyz`, { signal: AbortSignal.timeout(4_000) });
    console.log(await answer.text());
    process.exitCode = answer.ok ? 0 : 1;
  } catch (error) {
    console.log(`no answer: ${error.cause?.message ?? error.message}`);
    process.exitCode = 1;
  }
}
