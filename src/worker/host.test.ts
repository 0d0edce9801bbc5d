import { afterEach, describe, expect, it } from 'vitest';
import {
	DeviceError,
	InputError,
	InternalError,
	NonFiniteError,
	StorageError,
} from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { notFinite } from '#experiment/trainer.test-support.ts';
import { writeSafetensors } from '#model/safetensors.ts';
import type { RunEvent } from '#training/events.ts';
import { labFixture, tinyModelFolder, told, type LabFixture } from './lab.test-support.ts';
import type { LabEvent, LabReply } from './protocol.ts';

const labs: LabFixture[] = [];
afterEach(() => labs.splice(0).forEach((lab) => lab.close()));
const newLab = (...parts: Parameters<typeof labFixture>): LabFixture => {
	const lab = labFixture(...parts);
	labs.push(lab);
	return lab;
};

/** The default experiment cut down to two small skills and 20 steps. */
const small = (experiment: Experiment): Experiment => ({
	...experiment,
	skills: experiment.skills.filter(({ id }) => id === 'fact' || id === 'rev'),
	steps: 20,
	evaluation: { ...experiment.evaluation, every: 5 },
	checkpointEvery: 7,
});
const open = async (...parts: Parameters<typeof labFixture>) => {
	const lab = newLab(...parts);
	const info = await lab.client['lab.open']();
	return { ...lab, info, experiment: small(info.defaultExperiment) };
};
const eventsOf = (events: readonly LabEvent[]): RunEvent[] =>
	events.flatMap((event) => (event.event === 'run.events' ? event.events : []));
const ended =
	(kind: string) =>
	(event: LabEvent): event is LabEvent & { event: 'run.status' } =>
		event.event === 'run.status' && event.status.kind === kind;
const jsonl = (rows: number, name = 'sums.jsonl') =>
	new File(
		[
			Array.from({ length: rows }, (_, i) => `{"prompt":"${i}+1","completion":"${i + 1}"}\n`).join(
				'',
			),
		],
		name,
	);
const importing = (file: File) => ({
	importId: 'import-1',
	file,
	mapping: { kind: 'columns', prompt: ['prompt'], answer: ['completion'] } as const,
	options: {
		name: 'Sums',
		role: 'domain',
		heldOutShare: 0.1,
		seed: 1,
		maskPrivate: false,
	} as const,
});

describe('calls', () => {
	it('that are unknown are errors, and so are those before lab.open', async () => {
		const lab = newLab();
		const reply = new Promise<LabReply>((resolve) => {
			lab.onMessage((message) => {
				if (!('event' in message) && message.id === 99) resolve(message);
			});
		});
		lab.post({ id: 99, call: 'toString', request: undefined });
		expect(await reply).toMatchObject({
			ok: false,
			error: { code: 'internal', message: expect.stringContaining('toString') as unknown },
		});
		await expect(lab.client['skill.list']()).rejects.toThrow(InternalError);
	});

	it.each([InputError, DeviceError, StorageError, NonFiniteError, InternalError])(
		'that fail with %o fail so in the page',
		async (Class) => {
			const lab = newLab({
				openStores: async () => {
					throw new Class('Why. What to do.', { fact: 1 });
				},
			});
			const opening = lab.client['lab.open']();
			await expect(opening).rejects.toBeInstanceOf(Class);
			await expect(opening).rejects.toMatchObject({
				message: 'Why. What to do.',
				data: { fact: 1 },
			});
		},
	);

	it('of lab.open can be repeated: after a failure it tries again', async () => {
		let attempts = 0;
		const lab = newLab({
			openDevice: async () => {
				if (++attempts === 1) throw new DeviceError('No adapter.');
				return {
					...{ backend: 'wasm', kind: 'software', name: 'x', crossOriginIsolated: false },
					limits: {},
					features: [],
				};
			},
		});
		await expect(lab.client['lab.open']()).rejects.toThrow('No adapter.');
		expect((await lab.client['lab.open']()).device.name).toBe('x');
		await lab.client['lab.open']();
		expect(attempts).toBe(2);
	});
});

describe('the lab', () => {
	it('opens with what it has, and fetches no model before one is needed', async () => {
		const { info, fetched } = await open();
		expect(info.models).toMatchObject([{ id: 'tiny', source: 'builtin' }]);
		expect(info.skills.map(({ id }) => id)).toContain('fact');
		expect(info.defaultExperiment.model).toEqual({ id: 'tiny', sha256: info.models[0].sha256 });
		expect(info.policies.length).toBeGreaterThan(0);
		expect(fetched).toEqual(['/sub/models/index.json']);
	});

	it('tells that it waits for another tab', async () => {
		const lab = newLab({
			openStores: async ({ onWaiting, onSuperseded }) => {
				onWaiting();
				onSuperseded();
				throw new StorageError('Another version.');
			},
		});
		await expect(lab.client['lab.open']()).rejects.toThrow(StorageError);
		expect(lab.events.map(({ event }) => event)).toEqual(['lab.waiting', 'lab.superseded']);
	});

	it('opens an experiment through a link as it is', async () => {
		const { client, experiment } = await open();
		const link = await client['link.encode']({ experiment });
		const pinned = await client['experiment.pin']({ experiment });
		expect(await client['link.decode']({ fragment: `#${link}` })).toEqual(pinned);
		await expect(client['link.decode']({ fragment: '#1.broken' })).rejects.toThrow(InputError);
	});

	it('pins a skill with noise by the hash that the noise gives it', async () => {
		const { client, experiment } = await open();
		const noise = { wrongShare: 0.5, duplicates: 3 };
		const noisy = { ...experiment, skills: experiment.skills.map((ref) => ({ ...ref, noise })) };
		await expect(client['run.create']({ runId: 'r', experiment: noisy })).rejects.toThrow(
			InputError,
		);
		const pinned = await client['experiment.pin']({ experiment: noisy });
		expect(pinned.skills[0].sha256).not.toBe(experiment.skills[0].sha256);
		await client['run.create']({ runId: 'r', experiment: pinned });
	});
});

describe('the shipped model', () => {
	it('is fetched once, checked, kept, and then opened without a connection', async () => {
		const first = await open();
		await first.client['run.create']({ runId: 'r', experiment: first.experiment });
		expect(first.fetched).toContain('/sub/models/tiny/model.safetensors');
		expect(first.events).toContainEqual({
			...{ event: 'progress', task: 'model:tiny', label: 'Fetching Tiny', fraction: 1, done: true },
		});
		const offline = newLab(
			{
				page: {
					base: new URL('https://lab.example/'),
					fetch: async () => {
						throw new TypeError('Failed to fetch');
					},
				},
			},
			first.stores,
		);
		const info = await offline.client['lab.open']();
		expect(info.defaultExperiment.model).toEqual(first.experiment.model);
		await offline.client['run.resume']({ runId: 'r' });
	});

	it('that was changed on its way is refused, and not kept', async () => {
		const { client, experiment, site, stores } = await open();
		site.set('/sub/models/tiny/model.safetensors', tinyModelFolder(2).get('model.safetensors')!);
		const created = client['run.create']({ runId: 'r', experiment });
		await expect(created).rejects.toThrow(StorageError);
		await expect(created).rejects.toThrow(/model\.safetensors .*SHA-256 differs.*Reload/);
		expect(await stores.models.list()).toEqual([]);
	});

	it('that is missing names the address', async () => {
		const { client, experiment, site } = await open();
		site.delete('/sub/models/tiny/tokenizer.json');
		await expect(client['run.create']({ runId: 'r', experiment })).rejects.toThrow(
			/https:\/\/lab\.example\/sub\/models\/tiny\/tokenizer\.json .*404/,
		);
	});

	it.each(['r', 'model:tiny'])(
		'can be cancelled as %s while it comes, without a trace',
		async (task) => {
			const { site } = newLab();
			const lab = await open({
				page: {
					base: new URL('https://lab.example/sub/'),
					fetch: (url, { signal }) =>
						new Promise((resolve, reject) => {
							signal?.addEventListener('abort', () => reject(signal.reason as Error));
							if (!url.pathname.endsWith('.safetensors'))
								resolve(new Response(site.get(url.pathname)));
						}),
				},
			});
			const { client, experiment, stores } = lab;
			const created = client['run.create']({ runId: 'r', experiment });
			const refused = expect(created).rejects.toMatchObject({ name: 'AbortError' });
			await told(
				lab,
				(event): event is LabEvent & { event: 'progress' } =>
					event.event === 'progress' && event.task === 'model:tiny',
			);
			await client['task.cancel']({ task });
			await refused;
			expect(await stores.models.list()).toEqual([]);
			expect(await client['run.list']()).toEqual([]);
			expect(lab.trainer.alive()).toBe(0);
			expect(lab.events.at(-1)).toMatchObject({ event: 'progress', done: true });
		},
	);
});

describe('a run', () => {
	it('is created, trains to its end, and is told in order with few messages', async () => {
		const lab = await open();
		await lab.client['run.create']({ runId: 'r', experiment: lab.experiment });
		await lab.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		await told(lab, ended('finished'));
		const events = eventsOf(lab.events);
		expect(events.filter(({ type }) => type === 'step').map(({ step }) => step)).toEqual(
			Array.from({ length: 20 }, (_, i) => i + 1),
		);
		expect(await lab.client['run.events']({ runId: 'r' })).toEqual(events);
		const last = lab.events.findLastIndex(({ event }) => event === 'run.events');
		expect(lab.events.findIndex(ended('finished'))).toBeGreaterThan(last);
		expect(await lab.client['run.list']()).toMatchObject([{ id: 'r', end: 'finished', step: 20 }]);
	});

	it('answers between steps, at full pace', async () => {
		const lab = await open();
		const { client } = lab;
		const experiment = { ...lab.experiment, steps: 100_000, checkpointEvery: 100_000 };
		await client['run.create']({ runId: 'r', experiment });
		await client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		const request = { runId: 'r', prompt: 'a', model: 'tuned', maxTokens: 4 } as const;
		const stepOfAnswer = async () =>
			Number((await client['model.generate'](request)).text.split(':')[2]);
		const first = await stepOfAnswer();
		while ((await stepOfAnswer()) < first + 3) await client['run.list']();
		const { step } = await client['run.pause']({ runId: 'r' });
		expect(step).toBeLessThan(100_000);
		expect(lab.events.findLast(({ event }) => event === 'run.status')).toMatchObject({
			status: { kind: 'paused', step },
		});
	});

	it('that fails says so with the class of its error, and the lab goes on', async () => {
		const lab = await open();
		await lab.client['run.create']({ runId: 'r', experiment: lab.experiment });
		lab.trainer.failAt = { step: 3, error: notFinite(3) };
		await lab.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		const { status } = await told(lab, ended('failed'));
		expect(status).toMatchObject({ kind: 'failed', step: 3, error: { code: 'non-finite' } });
		lab.trainer.failAt = null;
		await lab.client['run.create']({ runId: 's', experiment: lab.experiment });
	});

	it('whose device is lost goes on, on a new one, when it is opened again', async () => {
		const lab = await open();
		await lab.client['run.create']({ runId: 'r', experiment: lab.experiment });
		await lab.client['run.play']({ runId: 'r', pace: { kind: 'until', step: 3 } });
		await told(lab, ended('paused'));
		await lab.client['run.pause']({ runId: 'r' });
		lab.loseDevice('driver was reset');
		expect((await told(lab, ended('failed'))).status).toMatchObject({ error: { code: 'device' } });
		const { record } = await lab.client['run.resume']({ runId: 'r' });
		expect(record).toMatchObject({ end: 'running' });
		await lab.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		await told(lab, ended('finished'));
	});

	it('takes the place of the open one when it is played; a mere question does not', async () => {
		const lab = await open();
		const { client, experiment } = lab;
		await client['run.create']({ runId: 'r', experiment });
		await client['run.create']({ runId: 's', experiment: { ...experiment, seed: 2 } });
		await client['run.play']({ runId: 's', pace: { kind: 'slow', milliseconds: 60_000 } });
		const request = { runId: 'r', prompt: 'a', model: 'base', maxTokens: 4 } as const;
		await expect(client['model.generate'](request)).rejects.toThrow('Another run is training');
		expect(await client['run.pause']({ runId: 'r' })).toEqual({ step: 0 });
		await client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		await told(lab, ended('finished'));
		const records = await client['run.list']();
		expect(records.find(({ id }) => id === 's')).toMatchObject({ end: 'running' });
		expect(lab.trainer.alive()).toBe(1);
	});

	it('is refused when its experiment is wrong, by the field', async () => {
		const { client, experiment } = await open();
		const optimizer = { ...experiment.optimizer, learningRate: NaN };
		await expect(
			client['run.create']({ runId: 'r', experiment: { ...experiment, optimizer } }),
		).rejects.toThrow('optimizer.learningRate');
	});
});

describe('an import', () => {
	it('becomes a skill that can be trained, looked at, removed and restored', async () => {
		const { client, experiment, events } = await open();
		const file = jsonl(40);
		const inspection = await client['import.inspect']({ file });
		expect(inspection.columns.map(({ path }) => path)).toEqual(['prompt', 'completion']);
		const { skillId, imported } = await client['import.start'](importing(file));
		expect(imported.train + imported.validation + imported.heldOut).toBe(40);
		const info = (await client['skill.list']()).find(({ id }) => id === skillId)!;
		expect(events).toContainEqual(expect.objectContaining({ task: 'import-1', done: true }));
		const rows = await client['skill.rows']({ id: skillId, part: 'train', from: 1, count: 2 });
		expect(rows).toHaveLength(2);

		const ref = { id: skillId, name: info.name, version: 0, sha256: info.fingerprint } as const;
		const trained = { ...experiment, skills: [{ ...ref, use: 'train' as const }] };
		await client['run.create']({ runId: 'r', experiment: trained });

		await client['skill.remove']({ id: skillId });
		await expect(client['run.create']({ runId: 's', experiment: trained })).rejects.toThrow(
			info.fingerprint,
		);
		await client['skill.restore']({ id: skillId });
		await client['run.create']({ runId: 's', experiment: trained });
		await expect(client['skill.remove']({ id: 'fact' })).rejects.toThrow('built in');
	});

	it('that is cancelled leaves no trace', async () => {
		const lab = await open();
		const { client, stores } = lab;
		const imported = client['import.start'](importing(jsonl(20_000)));
		const refused = expect(imported).rejects.toMatchObject({ name: 'AbortError' });
		await told(
			lab,
			(event): event is LabEvent & { event: 'progress' } =>
				event.event === 'progress' && event.task === 'import-1',
		);
		await client['task.cancel']({ task: 'import-1' });
		expect(stores.openWriters()).toBe(0);
		expect(stores.skillRows.size).toBe(0);
		await refused;
		await client['import.start'](importing(jsonl(40)));
	});

	it('that fails leaves no trace either', async () => {
		const { client, stores } = await open();
		const broken = new File(['{"other":1}\n{"other":2}\n'], 'other.jsonl');
		await expect(client['import.start'](importing(broken))).rejects.toThrow(InputError);
		expect(stores.openWriters()).toBe(0);
		expect(stores.skillRows.size).toBe(0);
	});

	it('is refused before a byte is written when there is no room for it', async () => {
		const { client, stores } = await open();
		stores.freeBytes = 100;
		await expect(client['import.start'](importing(jsonl(100)))).rejects.toThrow(StorageError);
		expect(stores.openWriters()).toBe(0);
	});
});

describe('a model', () => {
	const asFiles = (folder: ReadonlyMap<string, Uint8Array<ArrayBuffer>>) =>
		[...folder].map(([name, bytes]) => new File([bytes], name));

	it('of the visitor opens, trains, and comes out tuned in the same layout', async () => {
		const { client, experiment, trainer } = await open();
		const folder = tinyModelFolder(3);
		const info = await client['model.import']({ files: asFiles(folder) });
		expect(info).toMatchObject({
			source: 'file',
			sha256: sha256Hex(folder.get('model.safetensors')!),
		});
		const model = { id: info.id, sha256: info.sha256 };
		await client['run.create']({ runId: 'r', experiment: { ...experiment, model } });

		const files = await client['model.export']({ runId: 'r' });
		expect(files.map(({ name }) => name).sort()).toEqual(['README.md', ...folder.keys()].sort());
		expect(trainer.asked).toContain('state');
	});

	it('that lacks a file, or has its weights in another layout, is refused by name', async () => {
		const { client, stores } = await open();
		const without = tinyModelFolder();
		without.delete('tokenizer.json');
		await expect(client['model.import']({ files: asFiles(without) })).rejects.toThrow(
			'tokenizer.json',
		);
		const sharded = tinyModelFolder();
		sharded.set('model-00001-of-00002.safetensors', new Uint8Array(8));
		sharded.delete('model.safetensors');
		await expect(client['model.import']({ files: asFiles(sharded) })).rejects.toThrow(
			'model-00001-of-00002.safetensors',
		);
		const empty = tinyModelFolder();
		empty.set('model.safetensors', writeSafetensors([]));
		await expect(client['model.import']({ files: asFiles(empty) })).rejects.toThrow(InputError);
		expect(await stores.models.list()).toEqual([]);
	});

	it('that a link names and the lab lacks is named with its hash', async () => {
		const { client, experiment } = await open();
		const model = { id: 'theirs', sha256: 'b'.repeat(64) };
		await expect(
			client['run.create']({ runId: 'r', experiment: { ...experiment, model } }),
		).rejects.toThrow(`“theirs” (SHA-256 of its model.safetensors: ${'b'.repeat(64)})`);
	});
});
