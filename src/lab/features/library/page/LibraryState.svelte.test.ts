/**
 * The shared actions of the library's dialogs: routing files, opening links, finding missing files.
 */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { packMark } from '#engine/core/gzip.ts';
import { NoticeState } from '#lab/page/state/NoticeState.svelte.ts';
import { encodeLink } from '#lab/run/link.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import { withPreset } from '#lab/run/presets.ts';
import type { ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import {
	exampleExperiment,
	examplePolicies,
	exampleSkills,
} from '../../../../../tests/support/experiment.ts';
import type { ImportResult } from '../calls/importHandlers.ts';
import { LibraryState, type LibraryLab } from './LibraryState.svelte.ts';

vi.mock('./openPack.ts');
afterEach(() => vi.unstubAllGlobals());

const model = (id: string, sha256: string): ModelInfo => ({
	id,
	name: id,
	source: 'file',
	sha256,
	parameters: 1,
	bytes: 1,
});
const chess: SkillRef = {
	id: 'file:555555555555',
	name: 'Chess',
	version: 0,
	sha256: '5'.repeat(64),
	use: 'train',
	recipe: {
		mapping: { kind: 'shape', shape: 'alpaca' },
		heldOutShare: 0.2,
		seed: 3,
		maskPrivate: false,
	},
};
const withChess = { ...exampleExperiment, skills: [...exampleExperiment.skills, chess] };

const said = ({ notices }: { readonly notices: Pick<NoticeState, 'notices'> }) =>
	notices.notices.map(({ message }) => message);

/** A stand-in for LabState, over a lab that answers as the test says. */
function fakeLab(answers: Partial<LabClient> = {}) {
	let info = $state.raw({
		skills: exampleSkills,
		models: [model('base', 'a'.repeat(64))],
		policies: examplePolicies,
		adapters: [],
		storage: { usedBytes: 1, quotaBytes: 2, persisted: false },
	} as unknown as LabInfo);
	let experiment = $state.raw(exampleExperiment);
	const client = {
		subscribe: () => () => undefined,
		'import.inspect': vi.fn<LabClient['import.inspect']>(() => new Promise(() => undefined)),
		'task.cancel': vi.fn(async () => undefined),
		...answers,
	} as unknown as LabClient;
	const lab: LibraryLab & { readonly notices: NoticeState } = {
		client,
		get info() {
			return info;
		},
		get experiment() {
			return experiment;
		},
		run: null,
		notices: Object.assign(new NoticeState(), { fail: vi.fn() }),
		refreshRuns: vi.fn(async () => undefined),
		openRun: vi.fn(async () => undefined),
		openLink: vi.fn(() => true),
		put: (next) => (experiment = next),
		refresh: async (change) => {
			info = { ...info, ...change };
		},
	};
	return { lab, client };
}
const file = (name: string) => new File(['x'], name);

describe('dropped files', () => {
	test('rows go to the import queue, weights to the models', async () => {
		const opened = model('mine', 'f'.repeat(64));
		const { lab } = fakeLab({ 'model.import': async () => opened });
		const open = vi.fn();
		const shell = { showLab: () => false, open };
		const library = new LibraryState(lab, undefined, undefined, shell);
		await library.take([]);
		expect(library.dialog).toBeNull();
		await library.take([file('rows.jsonl')]);
		expect(open).toHaveBeenLastCalledWith('data');
		expect(library.imports.items.map((item) => item.file.name)).toEqual(['rows.jsonl']);
		await library.take([file('config.json'), file('model.safetensors')]);
		expect(open).toHaveBeenLastCalledWith('models');
		expect(library.models.models.at(-1)).toEqual(opened);
	});
});

test('a pasted link of the lab or of another site is followed; other text is rows', async () => {
	const page = { hash: '', href: 'https://lab.example/#2now' };
	vi.stubGlobal('location', page);
	const { lab } = fakeLab();
	const library = new LibraryState(lab);
	const paste = (text: string) => library.take([new File([text], '')]);
	const link = encodeLink(exampleExperiment);
	await paste(` My run: https://class.example/lab/#${link}).\n`);
	expect(page.hash).toBe(`#${link}`);
	// A broken one is followed too: a notice says what is wrong with it.
	await paste('https://lab.example/#2li');
	expect(page.hash).toBe('#2li');
	expect(library.dialog).toBeNull();
	await paste('https://class.example/rows.csv#2li');
	expect(library.imports.items).toHaveLength(1);
	vi.unstubAllGlobals();
});

test('a file with parts of the lab opens with all that features keep', async () => {
	const kind = { kind: 'study', stage: 'work', list: async () => [], store: vi.fn() } as const;
	const { lab } = fakeLab();
	const packKinds = { keptKinds: async () => [kind], countKinds: () => [] };
	const library = new LibraryState(lab, undefined, packKinds);
	const { openPack } = await import('./openPack.ts');
	const pack = new File(['PK\x03\x04', new Uint8Array(26), packMark], 'a.zip');
	await library.take([pack]);
	expect(openPack).toHaveBeenLastCalledWith(lab, packKinds, pack);
});

describe('an experiment with missing files', () => {
	test('the dialog opens until the user postpones it or adds the file', async () => {
		const { lab } = fakeLab();
		const library = new LibraryState(lab);
		expect(library.dialog).toBeNull();
		lab.put(withChess);
		expect(library.missing).toEqual([{ kind: 'skill', sha256: chess.sha256, skill: chess }]);
		expect(library.dialog).toBe('missing');
		await library.take([file('chess.json')]);
		expect(library.dialog).toBe('missing');
		expect(library.imports.items[0].options).toMatchObject({ name: 'Chess', heldOutShare: 0.2 });
		library.close();
		expect(library.dialog).toBeNull();
		library.show('missing');
		await lab.refresh({
			skills: [...exampleSkills, { ...exampleSkills[3], id: chess.id, fingerprint: chess.sha256 }],
		});
		expect(library.missing).toEqual([]);
	});
	test('a model is found by its hash, under any name', async () => {
		const sha256 = 'e'.repeat(64);
		const { lab } = fakeLab({ 'model.import': async () => model('file:e', sha256) });
		const library = new LibraryState(lab);
		lab.put({ ...exampleExperiment, model: { id: 'theirs', sha256 } });
		expect(library.missing).toEqual([{ kind: 'model', id: 'theirs', sha256 }]);
		const { experiment } = lab;
		await library.models.import([file('model.safetensors')]);
		expect(library.missing).toEqual([]);
		expect(lab.experiment, 'its run stays').toBe(experiment);
	});
});

describe('changes to the experiment', () => {
	test('are pinned and put on the workbench, and the dialog closes', () => {
		const { lab } = fakeLab();
		const library = new LibraryState(lab);
		library.show('proposal');
		const before = exampleExperiment.skills.map(({ id, version, sha256 }) => ({
			id,
			version,
			sha256,
		}));
		lab.put({
			...exampleExperiment,
			skills: exampleExperiment.skills.map((ref) => ({ ...ref, sha256: '0'.repeat(64) })),
		});
		library.train(['file:444444444444']);
		const [add, sort] = lab.experiment?.skills ?? [];
		expect(add.sha256).toBe('0'.repeat(64));
		expect(sort).toMatchObject(before[1]);
		expect(lab.experiment?.skills.at(-1)?.id).toBe('file:444444444444');
		expect(library.dialog).toBeNull();
	});
	test('a file can be the only trained skill; watched skills stay', () => {
		const { lab } = fakeLab();
		const library = new LibraryState(lab);
		library.train(['file:444444444444'], true);
		expect(lab.experiment?.skills.map(({ id, use }) => [id, use])).toEqual([
			['file:444444444444', 'train'],
			['stories', 'watch'],
		]);
		expect(lab.experiment?.policy).toEqual([
			{ fromStep: 0, id: 'fixed', settings: { ratios: { 'file:444444444444': 1 } } },
		]);
		expect(said(lab)).toEqual([
			'1 planned switch of the policy was removed: it belonged to the earlier skills.',
		]);
	});
});

describe('the preset “A real model”', () => {
	const wanted = withPreset('real-model', exampleExperiment, []);
	beforeEach(() => vi.stubGlobal('location', { href: 'http://localhost/#link' }));

	test('asks for what is missing, in Lab, and a change of its settings does not ask again', () => {
		const { lab } = fakeLab();
		const showLab = vi.fn(() => true);
		const open = vi.fn();
		const library = new LibraryState(lab, undefined, undefined, { showLab, open });
		expect(library.lacks(wanted)).toBe(true);
		library.configure(wanted);
		expect(open).toHaveBeenCalledWith('bench');
		expect(library.dialog).toBe('missing');
		expect(library.missing.map(({ kind }) => kind)).toEqual(['skill', 'skill', 'model']);
		expect(showLab).toHaveBeenCalledOnce();
		expect(said(lab)).toEqual([expect.stringMatching(/^The page shows Lab now/)]);
		library.close();
		library.configure({ ...wanted, steps: 10 });
		expect(library.dialog).toBeNull();
	});

	test('fetches the rows of its skills, and imports them as it names them', async () => {
		const start = vi.fn<LabClient['import.start']>(async () => ({}) as ImportResult);
		const { lab } = fakeLab({ 'import.start': start });
		const library = new LibraryState(lab);
		library.configure(wanted);
		const fetched = vi.fn(
			async ({ pathname }: URL) => new Response(readFileSync(`public${pathname}`)),
		);
		vi.stubGlobal('fetch', fetched);
		await library.takeShipped();
		expect(fetched.mock.calls.map(([url]) => url.pathname)).toEqual([
			'/rows/word-problems.jsonl',
			'/rows/instructions.jsonl',
		]);
		const [, instructions] = start.mock.calls.map(([request]) => request);
		const { mapping, ...recipe } = wanted.skills[1].recipe!;
		expect(instructions).toMatchObject({ mapping, options: recipe });
		expect(instructions.file.name).toBe('instructions.jsonl');
	});

	test.each([
		['no connection', async () => Promise.reject(new TypeError('Failed to fetch')), 0],
		['no such file', async () => new Response('', { status: 404 }), 404],
	])('%s: the error says what to do', async (_, answer, status) => {
		const { lab } = fakeLab();
		const library = new LibraryState(lab);
		library.configure(wanted);
		vi.stubGlobal('fetch', answer);
		await expect(library.takeShipped()).rejects.toThrow(
			failure(
				'The rows {name} did not arrive from the site of this page{status, plural, =0 {} other { (status #)}}. Check the connection, and reload the page.',
				{ name: 'word-problems.jsonl', status },
			),
		);
	});
});

test('a deleted skill can be restored', async () => {
	const { lab, client } = fakeLab({
		'skill.remove': vi.fn(async () => undefined),
		'skill.restore': vi.fn(async () => undefined),
	});
	const library = new LibraryState(lab);
	const [skill] = exampleSkills.slice(-1);
	await library.remove(skill);
	await lab.refresh({ skills: exampleSkills.slice(0, -1) });
	expect(library.removed).toEqual([skill]);
	await lab.refresh({ skills: exampleSkills });
	expect(library.removed, 'imported again').toEqual([]);
	await library.remove(skill);
	await lab.refresh({ skills: exampleSkills.slice(0, -1) });
	expect(library.removed).toEqual([skill]);
	await library.restore(skill);
	expect(client['skill.restore']).toHaveBeenCalledWith({ id: skill.id });
	await lab.refresh({ skills: exampleSkills });
	expect(library.removed).toEqual([]);
});

describe('run files', () => {
	const runFile = () => new File(['{"format":"skillet-run","version":1}'], 'class.skillet.json');
	test('run files and row files in one drop go to their own import', async () => {
		const record = { id: 'r' } as RunRecord;
		const imported = vi.fn(async () => ({ record, isNew: true }));
		const { lab } = fakeLab({ 'run.import': imported });
		const library = new LibraryState(lab);
		const runBlob = runFile();
		await library.take([file('rows.json'), runBlob]);
		expect(imported.mock.calls).toEqual([[{ file: runBlob }]]);
		expect(lab.refreshRuns).toHaveBeenCalledOnce();
		const [{ message, action }] = lab.notices.notices;
		expect(message).toContain('class.skillet.json');
		action!.run();
		expect(lab.openRun).toHaveBeenCalledWith('r');
		expect(library.imports.items.map(({ file }) => file.name)).toEqual(['rows.json']);
	});
});
