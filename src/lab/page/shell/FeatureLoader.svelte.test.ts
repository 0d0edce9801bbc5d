import { expect, it, vi } from 'vitest';
import type { PageState } from '#lab/page/state/pageState.ts';
import type { Feature, FeaturePage } from './feature.ts';
import { FeatureLoader } from './FeatureLoader.svelte.ts';

const fileEntry = (fullPath: string, content: string) => ({
	fullPath,
	isFile: true,
	isDirectory: false,
	file: (done: (file: File) => void) => done(new File([content], fullPath.split('/').at(-1))),
});
function folderEntry(...inside: object[]) {
	const batches = [inside, []];
	const readEntries = (done: (entries: object[]) => void) => done(batches.shift()!);
	return { isFile: false, isDirectory: true, createReader: () => ({ readEntries }) };
}

/** A loader with one feature, which takes all files. */
function fixture() {
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
	const notices = { loaded: (create: () => unknown) => create(), fail: vi.fn() };
	const loader = new FeatureLoader([feature], { lab: { notices } } as unknown as PageState);
	const drop = (...dropped: object[]) => {
		const items = dropped.map((entry) => ({ webkitGetAsEntry: () => entry }));
		return loader.take({ items, files: [] } as unknown as DataTransfer, Promise.resolve());
	};
	const paste = (files: readonly File[], text: string) => {
		const items = files.map(() => ({ webkitGetAsEntry: () => null }));
		return loader.take({ items, files } as unknown as DataTransfer, Promise.resolve(), text);
	};
	return { taken, notices, drop, paste };
}

it('the files of a dropped folder say their paths, as those of a picked one', async () => {
	const { taken, drop } = fixture();
	const templates = folderEntry(fileEntry('/model/additional_chat_templates/tool.jinja', ''));
	await drop(folderEntry(templates, fileEntry('/model/config.json', '')));
	expect(taken.map((file) => [file.name, file.webkitRelativePath])).toEqual([
		['tool.jinja', 'model/additional_chat_templates/tool.jinja'],
		['config.json', 'model/config.json'],
	]);
});

it('a file of a dropped folder that cannot be read is named, and nothing is taken', async () => {
	const { taken, notices, drop } = fixture();
	const lost = {
		...fileEntry('rows.jsonl', ''),
		name: 'rows.jsonl',
		file: (_done: unknown, fail: (error: Error) => void) =>
			fail(new DOMException('A file could not be found.', 'NotFoundError')),
	};
	await drop(folderEntry(fileEntry('a.jsonl', '{}'), lost));
	const [, error] = notices.fail.mock.calls[0] as [string, Error];
	expect(error.message).toMatch(/^rows\.jsonl cannot be read/);
	expect(taken).toEqual([]);
});

it('offers files to a feature that is open too, such as the class', async () => {
	const feature = (id: string, isNeededAtStart: boolean) => {
		const seen: string[] = [];
		const page: Partial<FeaturePage> = {
			take: async (files) => {
				seen.push(...files.map(({ name }) => name));
				return [];
			},
		};
		const load = async () => ({ createPage: () => page });
		const manifest = { id, load, ...(isNeededAtStart && { loadAtStart: true }) };
		return { seen, manifest: manifest as unknown as Feature };
	};
	const [open, library] = [feature('class', false), feature('library', true)];
	const notices = { loaded: (create: () => unknown) => create() };
	const state = { lab: { notices } } as unknown as PageState;
	const loader = new FeatureLoader([open.manifest, library.manifest], state);
	await loader.takeFiles([new File([''], 'rows.txt')]);
	await loader.load(open.manifest);
	await loader.takeFiles([new File([''], 'ada.txt')]);
	expect([open.seen, library.seen]).toEqual([['ada.txt'], ['rows.txt']]);
});

it('pastes the cells of a spreadsheet and not their picture, but a copied file', async () => {
	const { taken, paste } = fixture();
	const picture = new File(['PNG'], 'image.png', { type: 'image/png' });
	await paste([picture], 'prompt\tanswer\n2 + 2\t4');
	await paste([], 'text');
	// The text of a copied file is its name.
	await paste([new File(['a,b'], 'rows.csv', { type: 'text/csv' })], 'rows.csv');
	await paste([picture], '');
	expect(await Promise.all(taken.map((file) => file.text()))).toEqual([
		'prompt\tanswer\n2 + 2\t4',
		'text',
		'a,b',
		'PNG',
	]);
});
