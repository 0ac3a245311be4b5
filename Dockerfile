# The command with everything that `run` needs. docs/command.md has the line that starts it.
FROM node:22-bookworm-slim AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npx projen cli:bundle

FROM node:22-bookworm-slim
LABEL org.opencontainers.image.source=https://github.com/cdk-kafka-privatelink/cdk-kafka-privatelink
LABEL org.opencontainers.image.licenses=Apache-2.0
# What cli/run/sandbox/needs.ts names: a test compares them.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends \
    haproxy \
    iproute2 \
    maven \
    nftables \
    openjdk-17-jdk-headless \
    openssl \
    python3-pip \
    util-linux \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /source/assets /opt/cdk-kafka-privatelink/assets
RUN ln -s /opt/cdk-kafka-privatelink/assets/cli/main.js /usr/local/bin/cdk-kafka-privatelink
# Kafka is fetched by the first run: a volume here keeps it.
ENV XDG_CACHE_HOME=/var/cache/user
VOLUME /var/cache/user
WORKDIR /app
ENTRYPOINT ["cdk-kafka-privatelink"]
CMD ["--help"]
