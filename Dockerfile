# An image with the program and nothing else of the build. Nobody builds or tests it in this project's own checks.
#   docker build -t sempurna .
#   docker run --rm -v "$PWD":/work -w /work sempurna fine-tune sempurna-ic-small --data ./flowers
# A server in it needs a certificate (docs/server.md): beyond the loopback address nothing is served in the open.
FROM debian:12 AS build
COPY . /source
RUN mkdir /package && /source/tools/make_deb /package

FROM debian:12-slim
COPY --from=build /package/ /package/
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates /package/*.deb \
 && rm -rf /package /var/lib/apt/lists/*
ENV SEMPURNA_HOME=/var/lib/sempurna
ENTRYPOINT ["sempurna"]
