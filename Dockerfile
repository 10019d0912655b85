# qwac by itself: no shell, no user, nothing else. docs/ci.md shows how to run it.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS=linux
ARG TARGETARCH=amd64
ARG VERSION=0.0.0-docker
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go run ./scripts/release -version "$VERSION" -targets "$TARGETOS/$TARGETARCH" -binary /out/qwac

FROM scratch
# submit and trust update open TLS connections
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/qwac /usr/bin/qwac
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/qwac"]
CMD ["--help"]
