# Headless studies: Node, a browser and the lab.
#   docker build -t skillet .
#   docker run --rm -v "$PWD/out:/work/.cache/bench" skillet --policies uniform,mos/lab --steps 300
FROM node:20-bookworm-slim

RUN apt-get update \
	&& apt-get install -y --no-install-recommends chromium \
	&& rm -rf /var/lib/apt/lists/*

WORKDIR /work
COPY . .
RUN npm ci && npm run build && chown -R node:node /work

USER node
ENTRYPOINT ["npm", "run", "--silent", "bench", "--"]
