/** Adds the published studies to the site, each as the page opens it. */
import { readFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';
import type { Plugin } from 'vite';
import type { ShelfEntry } from '#lab/study/published.ts';

const entries = JSON.parse(
	readFileSync('public/studies/index.json', 'utf8'),
) as readonly ShelfEntry[];

/** In development a study is made at each request. */
export const publishedStudies = (): Plugin => ({
	name: 'published-studies',
	configureServer: ({ middlewares }) => {
		for (const entry of entries)
			middlewares.use(`/studies/${entry.name}.json`, (_, response, next) => {
				readStudies().then(({ storedStudy }) => {
					response.end(JSON.stringify(storedStudy(entry)));
				}, next);
			});
	},
	async generateBundle() {
		const { storedStudy } = await readStudies();
		for (const entry of entries) {
			const source = JSON.stringify(storedStudy(entry));
			this.emitFile({ type: 'asset', fileName: `studies/${entry.name}.json`, source });
		}
	},
});

/** Late: the lab's code, which plans the cells, takes a second to load. */
const readStudies = () =>
	tsImport('./shelf/storedStudy.ts', import.meta.url) as Promise<
		typeof import('./shelf/storedStudy.ts')
	>;
