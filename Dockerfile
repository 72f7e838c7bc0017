# Builds the bot without its sandbox, and runs it as a user that owns nothing but the store.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY tests tests
COPY benches benches
RUN cargo build --release --locked --no-default-features

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/blipbot --create-home blipbot
COPY --from=build /build/target/release/blipbot /usr/local/bin/blipbot
COPY data /usr/share/blipbot/data
ENV BLIPBOT__DATA__PATH=/usr/share/blipbot/data \
    BLIPBOT__STORE__PATH=/var/lib/blipbot/store \
    BLIPBOT__OPS__LISTEN=127.0.0.1:9700
USER blipbot
WORKDIR /var/lib/blipbot
VOLUME /var/lib/blipbot
# Opening a large store may take its time; the bot says from then on whether it is well.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["/usr/local/bin/blipbot", "health"]
ENTRYPOINT ["/usr/local/bin/blipbot"]
CMD ["run"]
