/** Queued files: recognised, mapped, imported one at a time, cancelled, failed and reported. */
import { describe, expect, test, vi, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import { detectFormat, openFile } from '../model/formats.ts';
import type { ImportResult } from '../calls/importHandlers.ts';
import type { Inspection } from '../model/importFile.ts';
import type { ImportLab } from './FileImport.svelte.ts';
import { FileImport } from './FileImport.svelte.ts';
import { ImportQueue, isModelFolder, pastedFile } from './ImportQueue.svelte.ts';

const inspection = (mapping: RowMapping | null): Inspection => ({
	format: 'jsonl',
	bytes: 10,
	rows: null,
	heldOutShare: 0.1,
	parts: null,
	columns: [{ path: 'Body', sample: 'Two apples' }],
	mapping,
	preview: [],
	rejected: [],
	unread: [],
	decisions: [],
	inspected: 0,
	asks: null,
});
const report = (skillId: string): ImportResult => ({
	fields: { reasoning_content: 0, name: 0 },
	ignored: [],
	written: null,
	halves: 0,
	measure: { kind: 'exact' },
	answers: { count: 3, shares: { exact: 1 }, first: [] },
	skillId,
	name: 'Sums',
	before: null,
	rows: 3,
	imported: { train: 2, validation: 0, heldOut: 1 },
	duplicates: 0,
	overlap: 0,
	rejectedCount: 0,
	rejected: [],
	rejectedFile: null,
	masked: { mail: 0, phone: 0, card: 0, key: 0 },
	unread: [],
	decisions: [],
});
const file = (name: string) => new File(['{}'], name);
const shape: RowMapping = { kind: 'shape', shape: 'alpaca' };
const columns = (...answer: string[]): RowMapping => ({
	kind: 'columns',
	prompt: ['Body'],
	answer,
});

/** A lab whose imports end when the test says so. */
function fakeLab(recognised: RowMapping | null = shape) {
	const running = new Map<string, { end: () => void; fail: (error: Error) => void }>();
	const lab = {
		'import.inspect': vi.fn<ImportLab['import.inspect']>(({ mapping }) =>
			Promise.resolve(inspection(mapping ?? recognised)),
		),
		'import.start': vi.fn<ImportLab['import.start']>(
			({ importId, file: { name } }) =>
				new Promise((give, fail) =>
					running.set(importId, { end: () => give(report(`file:${name}`)), fail }),
				),
		),
		'task.cancel': vi.fn<ImportLab['task.cancel']>(({ task }) => {
			running.get(task)?.fail(new DOMException('Cancelled.', 'AbortError'));
			return Promise.resolve();
		}),
	};
	return { lab, running };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));
/** A queue with these files, which are inspected. */
async function queued(lab: ImportLab, ...names: string[]) {
	const queue = new ImportQueue(lab, () => undefined);
	queue.add(names.map(file));
	await settled();
	return queue;
}

test('the rows are masked and split again as soon as an option is set', async () => {
	const { lab } = fakeLab();
	const item = new FileImport(lab, file('a.json'));
	await item.inspect();
	for (const change of [
		{ name: 'other' },
		{ maskPrivate: true },
		{ heldOutShare: NaN },
		{ seed: 7 },
	])
		item.set(change);
	item.set({ heldOutShare: 0.5 });
	const calls = lab['import.inspect'].mock.calls;
	expect(
		calls.map(([{ maskPrivate, heldOutShare, seed }]) => [maskPrivate, heldOutShare, seed]),
	).toEqual([
		[false, undefined, undefined],
		[true, 0.1, 0],
		[true, undefined, undefined],
		[true, undefined, undefined],
		[true, 0.5, 7],
	]);
});

describe('a queue of files', () => {
	test('imports one file at a time in order, and reports each', async () => {
		const { lab, running } = fakeLab();
		const imported: string[] = [];
		const queue = new ImportQueue(lab, ({ skillId }) => imported.push(skillId));
		queue.add([file('a.json'), file('b.json')]);
		await settled();
		const [a, b] = queue.items;
		void queue.start([a]);
		void queue.start([b]);
		await settled();
		expect([a.status.kind, b.status.kind]).toEqual(['importing', 'waiting']);
		running.get(a.id)!.end();
		await settled();
		expect([a.status.kind, b.status.kind]).toEqual(['done', 'importing']);
		running.get(b.id)!.end();
		await settled();
		expect(imported).toEqual(['file:a.json', 'file:b.json']);
		expect(queue.done).toEqual([a, b]);
	});

	test('a cancelled file does not block the next and can be retried', async () => {
		const { lab, running } = fakeLab();
		const queue = await queued(lab, 'a.json', 'b.json');
		const [a, b] = queue.items;
		void queue.start([a]);
		void queue.start([b]);
		await settled();
		await a.cancel();
		await settled();
		expect([a.status.kind, b.status.kind]).toEqual(['cancelled', 'importing']);
		running.get(b.id)!.end();
		await settled();
		void queue.start([a]);
		await settled();
		expect(a.status.kind).toBe('importing');
	});

	test('a file that is still inspected can be cancelled, and leaves nothing', async () => {
		const { lab } = fakeLab();
		const aborts: ((error: Error) => void)[] = [];
		lab['import.inspect'].mockImplementation(() => new Promise((_, fail) => aborts.push(fail)));
		lab['task.cancel'].mockImplementation(async () =>
			aborts[0](new DOMException('Cancelled.', 'AbortError')),
		);
		const queue = new ImportQueue(lab, () => undefined);
		queue.add([file('a.json')]);
		const [a] = queue.items;
		await queue.drop(a);
		expect(lab['task.cancel']).toHaveBeenCalledWith({ task: a.id });
		expect([queue.items, queue.current]).toEqual([[], null]);
	});

	test('a failed file keeps the worker’s message; others are not affected', async () => {
		const { lab, running } = fakeLab();
		const queue = await queued(lab, 'full.json');
		void queue.start([queue.items[0]]);
		await settled();
		running.get(queue.items[0].id)!.fail(new InputError(asMessage('full.json needs 210 MB.')));
		await settled();
		expect(queue.items[0].status).toEqual({
			kind: 'failed',
			when: 'during',
			message: 'full.json needs 210 MB.',
		});
	});

	test('a file that cannot be inspected gives the reason and cannot be started', async () => {
		const { lab } = fakeLab();
		lab['import.inspect'].mockRejectedValueOnce(new InputError(asMessage('a.json is empty.')));
		const queue = await queued(lab, 'a.json');
		expect(queue.items[0].status).toMatchObject({ kind: 'failed', message: 'a.json is empty.' });
		expect(queue.items[0].canStart).toBe(false);
	});
});

test('the startable files are ready ones, not those that wait for columns', async () => {
	const { lab, running } = fakeLab();
	const queue = new ImportQueue(lab, () => undefined);
	lab['import.inspect'].mockResolvedValueOnce(inspection(null));
	queue.add([file('unknown.json'), file('b.json'), file('c.json')]);
	await settled();
	const [unknown, b, c] = queue.items;
	expect(queue.startable).toEqual([b, c]);
	void queue.start(queue.startable);
	await settled();
	running.get(b.id)?.end();
	await settled();
	expect([unknown, b, c].map(({ status }) => status.kind)).toEqual(['ready', 'done', 'importing']);
});

test('of a folder four files at a time are inspected, and none that has left', async () => {
	const { lab } = fakeLab();
	const found: (() => void)[] = [];
	lab['import.inspect'].mockImplementation(
		() => new Promise((give) => found.push(() => give(inspection(shape)))),
	);
	const queue = await queued(lab, ...Array.from({ length: 9 }, (_, i) => `${i}.json`));
	expect(found).toHaveLength(4);
	await queue.drop(queue.items[4]);
	found[0]();
	await settled();
	const names = lab['import.inspect'].mock.calls.map(([request]) => request.file.name);
	expect(names).toEqual(['0.json', '1.json', '2.json', '3.json', '5.json']);
});

test('files are listed by name, with numbers in their order', () => {
	const { lab } = fakeLab();
	const queue = new ImportQueue(lab, () => undefined);
	queue.add(['part-10.json', 'b.json', 'part-2.json', 'a.json'].map(file));
	expect(queue.items.map((item) => item.file.name)).toEqual([
		'a.json',
		'b.json',
		'part-2.json',
		'part-10.json',
	]);
	expect(queue.current?.file.name).toBe('a.json');
});

describe('mapping', () => {
	test('of one file is given to all others with the same columns', async () => {
		const { lab } = fakeLab(null);
		lab['import.inspect'].mockImplementation(async ({ file: { name }, mapping }) => ({
			...inspection(mapping ?? null),
			columns: [{ path: name === 'other.json' ? 'Text' : 'Body', sample: 'x' }],
		}));
		const queue = new ImportQueue(lab, () => undefined);
		queue.add(['a.json', 'b.json', 'c.json', 'other.json'].map(file));
		await settled();
		const [a, b, c, other] = queue.items;
		expect(queue.sameColumns(a)).toEqual([]);
		await a.map(columns('Body'));
		expect(queue.sameColumns(a)).toEqual([b, c]);
		await queue.mapSame(a);
		expect(queue.startable).toEqual([a, b, c]);
		expect(queue.sameColumns(a)).toEqual([]);
		expect(other.mapping).toBeNull();
	});

	test('an unknown shape waits for an answer column', async () => {
		const { lab } = fakeLab(null);
		const queue = await queued(lab, 'svamp.json');
		const item = queue.items[0];
		expect(item.canStart).toBe(false);
		expect(item.obstacle).toBe('Choose the columns first: the answer needs one.');
		await item.map(columns());
		expect(item.canStart).toBe(false);
		expect(lab['import.inspect']).toHaveBeenCalledTimes(1);
		await item.map(columns('Answer'));
		expect(item.canStart).toBe(true);
		expect(item.mapping).toEqual(columns('Answer'));
	});

	test('a reply to an older mapping is ignored', async () => {
		const { lab } = fakeLab(null);
		const queue = await queued(lab, 'svamp.json');
		const item = queue.items[0];
		let late: (value: Inspection) => void = () => undefined;
		lab['import.inspect'].mockImplementationOnce(() => new Promise((give) => (late = give)));
		const first = item.map(columns('Equation'));
		await item.map(columns('Answer'));
		late({ ...inspection(null), preview: [{ line: 1, prompt: 'old', answer: 'old' }] });
		await first;
		expect(item.inspection?.preview).toEqual([]);
	});

	test('invalid options prevent the start', async () => {
		const { lab } = fakeLab();
		const queue = await queued(lab, 'a.json');
		const item = queue.items[0];
		for (const wrong of [{ name: ' ' }, { heldOutShare: 1 }, { heldOutShare: NaN }, { seed: -1 }]) {
			const before = item.options;
			item.set(wrong);
			expect(item.canStart, JSON.stringify(wrong)).toBe(false);
			expect(item.obstacle, JSON.stringify(wrong)).not.toBe('');
			item.set(before);
		}
		expect(item.canStart).toBe(true);
		expect(item.obstacle).toBe('');
	});
});

test('a file named by a link uses the options in the link', async () => {
	const { lab } = fakeLab();
	const queue = new ImportQueue(lab, () => undefined);
	const recipe = { mapping: columns('Answer'), heldOutShare: 0.3, seed: 5, maskPrivate: true };
	queue.add([file('copy of svamp.json')], { id: 'file:1', name: 'svamp', recipe });
	await settled();
	const [item] = queue.items;
	expect(item.options).toEqual({
		name: 'svamp',
		role: 'domain',
		heldOutShare: 0.3,
		seed: 5,
		maskPrivate: true,
	});
	expect(item.mapping).toEqual(recipe.mapping);
	expect(item.canStart).toBe(true);
});

test('the proposed share is used; a link keeps its own', async () => {
	const { lab } = fakeLab();
	lab['import.inspect'].mockImplementation(() =>
		Promise.resolve({ ...inspection(shape), heldOutShare: 0.2 }),
	);
	const recipe = { mapping: shape, heldOutShare: 0.1, seed: 0, maskPrivate: false };
	const [small, linked] = [undefined, { id: 'file:1', name: 'Rows', recipe }].map(
		(expected) => new FileImport(lab, file('a.jsonl'), expected),
	);
	await Promise.all([small.inspect(), linked.inspect()]);
	expect(small.options.heldOutShare).toBe(0.2);
	expect(linked.options.heldOutShare).toBe(0.1);
});

it.each([
	['[12:03] Anna: hi\n[12:04] Ben: hello', 'text'],
	['{chorus}\nSing', 'text'],
	['{"a": 1}\n{"a": }\n{"a": 3', 'jsonl'],
	['[{"a": 1}, {"a": 2}]', 'json'],
	['a\tb\n1\n2\t3', 'tsv'],
])('the pasted text %j is opened as %s', async (pasted, format) => {
	expect(detectFormat(await openFile(pastedFile(pasted, 'pasted'))).id).toBe(format);
});

const files = (...names: string[]) => names.map((name) => new File([], name));

it.each([
	['its weights', files('config.json', 'model.safetensors'), true],
	['a part of its weights', files('model-00001-of-00002.safetensors'), true],
	['a pickle, which is named when it is opened', files('config.json', 'pytorch_model.bin'), true],
	['a file of another program', files('tiny.gguf'), true],
	['rows', files('config.json', 'rows.jsonl'), false],
	['rows with an odd suffix', files('rows.bin'), false],
])('a drop with %s', (_what, list, expected) => {
	expect(isModelFolder(list)).toBe(expected);
});

test('a file that a link needs is shown at once, before one that waits for an answer', async () => {
	const { lab } = fakeLab();
	const queue = await queued(lab, 'a.json');
	queue.add([file('b.json')]);
	expect(queue.current?.file.name).toBe('a.json');
	queue.add([file('c.json')], { id: 'file:1', name: 'c' });
	expect(queue.current?.options.name).toBe('c');
});
