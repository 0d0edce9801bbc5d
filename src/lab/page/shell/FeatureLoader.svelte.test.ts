import { expect, it } from 'vitest';
import type { PageState } from '#lab/page/state/pageState.ts';
import type { Feature, FeaturePage } from './feature.ts';
import { FeatureLoader } from './FeatureLoader.svelte.ts';

const fileEntry = (name: string, content: string) => ({
	isFile: true,
	isDirectory: false,
	file: (done: (file: File) => void) => done(new File([content], name)),
});
function folderEntry(...inside: object[]) {
	const batches = [inside, []];
	const readEntries = (done: (entries: object[]) => void) => done(batches.shift()!);
	return { isFile: false, isDirectory: true, createReader: () => ({ readEntries }) };
}

it('a dropped folder gives its own files before those of its folders', async () => {
	const taken: File[] = [];
	const page: Partial<FeaturePage> = {
		take: async (files) => {
			taken.push(...files);
			return [];
		},
	};
	const feature = {
		id: 'library',
		loadAtStart: true,
		load: async () => ({ createPage: () => page }),
	} as unknown as Feature;
	const notices = { loaded: (create: () => unknown) => create() };
	const loader = new FeatureLoader([feature], { lab: { notices } } as unknown as PageState);
	const checkpoint = folderEntry(fileEntry('config.json', 'checkpoint'));
	const dropped = folderEntry(checkpoint, fileEntry('config.json', 'final'));
	const items = [{ webkitGetAsEntry: () => dropped }];
	await loader.take({ items, files: [] } as unknown as DataTransfer, Promise.resolve());
	expect(await Promise.all(taken.map((file) => file.text()))).toEqual(['final', 'checkpoint']);
});
