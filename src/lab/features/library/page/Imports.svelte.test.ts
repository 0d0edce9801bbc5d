/** Files to import: recognised, mapped, imported one at a time, cancelled, failed and reported. */
import { describe, expect, test, vi, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import { detectFormat, openFile } from '../model/formats.ts';
import type { ImportResult } from '../calls/importHandlers.ts';
import type { Inspection } from '../model/importFile.ts';
import { Imports, isModelFolder, pastedFile, type ImportLab } from './Imports.svelte.ts';

const inspection = (mapping: RowMapping | null): Inspection => ({
	format: 'jsonl',
	bytes: 10,
	rows: null,
	heldOutShare: 0.2,
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
const file = (name: string) => new File(['{}'], name);
const shape: RowMapping = { kind: 'shape', shape: 'alpaca' };
const columns = (...answer: string[]): RowMapping => ({
	kind: 'columns',
	prompt: ['Body'],
	answer,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Files in a lab whose imports end when the test says so. */
async function listed(recognised: RowMapping | null, ...names: string[]) {
	const running = new Map<string, { end: () => void; fail: (error: Error) => void }>();
	const lab = {
		'import.inspect': vi.fn<ImportLab['import.inspect']>(({ mapping }) =>
			Promise.resolve(inspection(mapping ?? recognised)),
		),
		'import.start': vi.fn<ImportLab['import.start']>(
			({ importId }) =>
				new Promise((give, fail) =>
					running.set(importId, { end: () => give({} as ImportResult), fail }),
				),
		),
		'task.cancel': vi.fn<ImportLab['task.cancel']>(async ({ task }) =>
			running.get(task)?.fail(new DOMException('Cancelled.', 'AbortError')),
		),
	};
	const imported = vi.fn();
	const imports = new Imports(lab, imported, () => 'hash');
	imports.add(names.map(file));
	await settled();
	const states = () => imports.items.map(({ status }) => status.kind);
	return { lab, running, imports, imported, states };
}

test('files are listed by name, and imported one at a time', async () => {
	const names = ['part-10.json', 'b.json', 'part-2.json'];
	const { lab, imports, running, imported, states } = await listed(shape, ...names);
	expect(imports.items.map((item) => item.file.name)).toEqual([
		'b.json',
		'part-2.json',
		'part-10.json',
	]);
	void imports.start(imports.startable);
	const [first, second, third] = imports.items;
	await settled();
	expect(states()).toEqual(['importing', 'importing', 'importing']);
	expect(lab['import.start']).toHaveBeenCalledOnce();
	await second.cancel();
	running.get(first.id)!.end();
	await settled();
	expect(states()).toEqual(['done', 'ready', 'importing']);
	running.get(third.id)!.fail(new InputError(asMessage('It needs 210 MB.')));
	await settled();
	expect(third.status).toEqual({ kind: 'failed', message: 'It needs 210 MB.' });
	expect(third.canStart).toBe(true);
	expect(imported).toHaveBeenCalledOnce();
	void imports.start([second]);
	await settled();
	await second.cancel();
	await settled();
	expect(second.status.kind).toBe('ready');
	await imports.drop(second);
	imports.clearDone();
	expect(imports.items).toEqual([third]);
});

test('a file that cannot be inspected gives the reason and cannot be started', async () => {
	const { lab, imports } = await listed(shape);
	lab['import.inspect'].mockRejectedValueOnce(new InputError(asMessage('a.json is empty.')));
	imports.add([file('a.json')]);
	await settled();
	expect(imports.items[0].status).toEqual({ kind: 'failed', message: 'a.json is empty.' });
	expect(imports.items[0].canStart).toBe(false);
});

describe('mapping', () => {
	test('an unknown shape waits for an answer column', async () => {
		const { lab, imports } = await listed(null, 'svamp.json');
		const [item] = imports.items;
		await item.map(columns());
		expect([item.canStart, imports.startable]).toEqual([false, []]);
		expect(lab['import.inspect']).toHaveBeenCalledTimes(1);
		await item.map(columns('Answer'));
		expect([item.canStart, imports.startable]).toEqual([true, [item]]);
	});

	test('the rows are masked and split again as soon as an option is set', async () => {
		const { lab, imports } = await listed(shape, 'a.json');
		const [item] = imports.items;
		expect(item.options.heldOutShare, 'proposed').toBe(0.2);
		for (const change of [{ name: ' ' }, { maskPrivate: true }, { heldOutShare: 0.5 }])
			item.set(change);
		const calls = lab['import.inspect'].mock.calls;
		expect(calls.map(([{ maskPrivate, heldOutShare }]) => [maskPrivate, heldOutShare])).toEqual([
			[false, undefined],
			[true, 0.2],
			[true, 0.5],
		]);
		await settled();
		void imports.start([item]);
		await settled();
		const [[request]] = lab['import.start'].mock.calls;
		expect(request).toMatchObject({ model: 'hash', options: { name: 'a' } });
	});
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
