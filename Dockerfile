# The product without its embedded stores: their URLs have to be set (docs/deploy.md).
# No container engine runs in our CI: there tests/services/image.test.ts takes these steps in a folder instead.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No dependency needs its install script: the one that has one brings a Node along, which this image has.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-fund --no-audit

FROM node:24-bookworm-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
# A process without the API tells its health on the same port.
ENV PORT=3000
ENV DFRAS_HEALTH_PORT=3000
ENV DFRAS_HOME=/var/lib/dfras
ENV DFRAS_ROLES=api,worker,webhooks
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json LICENSE ./
COPY analysis analysis
COPY api api
COPY drizzle drizzle
COPY events events
COPY pipeline pipeline
COPY runtime runtime
COPY tenancy tenancy
COPY warehouse warehouse
COPY webhooks webhooks
# The demo, which the program can run, and the SDK that it speaks by.
COPY examples examples
COPY sdk/typescript/src sdk/typescript/src
COPY scripts/healthcheck.mjs scripts/healthcheck.mjs
# A new volume mounted here begins as this folder is.
RUN mkdir -p /var/lib/dfras && chown node:node /var/lib/dfras
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "scripts/healthcheck.mjs"]
# Not by npm or a shell, which would keep SIGTERM to themselves.
CMD ["node", "runtime/main.ts"]
