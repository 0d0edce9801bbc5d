import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError, StorageError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import { shippedArtefact } from '#lab/run/readyPreparation.ts';
import type { LabEvent } from './protocol.ts';
import { openLab, waitForEvent, isStatus } from '../../../tests/support/lab.ts';

const preparing = 'skill-it';
/** A lab whose run prepares and trains. */
async function openPreparing(...parts: Parameters<typeof openLab>) {
	const lab = await openLab(...parts);
	lab.trainer.preparing.add(preparing);
	const policy = [{ fromStep: 0, id: preparing, settings: {} }];
	return { ...lab, experiment: { ...lab.experiment, policy } };
}
type Lab = Awaited<ReturnType<typeof openPreparing>>;

/** Trained up to `step`, and paused there. */
async function trainTo(lab: Lab, runId: string, step: number): Promise<void> {
	await lab.client['run.play']({ runId, pace: { kind: 'until', step } });
	await waitForEvent(
		lab,
		(event): event is LabEvent & { event: 'run.status' } =>
			event.event === 'run.status' &&
			event.runId === runId &&
			event.status.kind === 'paused' &&
			event.status.step === step,
	);
}
async function trained(lab: Lab): Promise<Lab> {
	await lab.client['run.create']({ runId: 'r', experiment: lab.experiment });
	await trainTo(lab, 'r', 3);
	return lab;
}
const ownOf = async (client: Lab['client']) =>
	(await client['artefact.list']()).filter(({ shipped }) => !shipped);
const asFile = (text: string, name = 'theirs.json') => new File([text], name);

it('the artefact of the site is fetched when it is used, and checked by its hash', async () => {
	const { client, site, fetched } = await openLab();
	const { sha256 } = shippedArtefact;
	expect(await client['artefact.list']()).toEqual([shippedArtefact]);
	const path = '/sub/preparations/raise.json';
	await expect(client['artefact.export']({ sha256 })).rejects.toThrow(StorageError);
	const text = await readFile('public/preparations/raise.json', 'utf8');
	site.set(path, new TextEncoder().encode(text.replace('"madeAt":1', '"madeAt":2')));
	const { blob } = await client['artefact.export']({ sha256 });
	expect(sha256OfJson((JSON.parse(await blob.text()) as { artefact: Json }).artefact)).toBe(sha256);
	const altered = text.replace('"hidden":16', '"hidden":17');
	site.set(path, new TextEncoder().encode(altered));
	await expect(client['artefact.export']({ sha256 })).rejects.toThrow(
		failure(
			'the artefact was changed: its SHA-256 is {sha256}, not {stated}. Export it once more.',
		),
	);
	expect(fetched.filter((each) => each === path)).toHaveLength(3);
});

describe('an artefact', () => {
	it('keeps its value under a name: listed, exported, deleted and imported', async () => {
		const { client, trainer } = await trained(await openPreparing());
		expect(await ownOf(client)).toEqual([]);
		const info = await client['artefact.keep']({ runId: 'r', name: ' Eight skills ' });
		expect(info).toMatchObject({ name: 'Eight skills', policy: preparing });
		expect(trainer.calls.filter((what) => what.startsWith('prepare'))).toHaveLength(4);
		expect(await ownOf(client)).toEqual([info]);
		expect((await client['lab.open']()).artefacts).toEqual([info, shippedArtefact]);

		const { name, blob } = await client['artefact.export']({ sha256: info.sha256 });
		expect(name).toBe('Eight-skills.artefact.json');
		const text = await blob.text();
		expect(JSON.parse(text)).toMatchObject({ format: 'skillet-artefact', sha256: info.sha256 });
		expect(sha256OfJson((JSON.parse(text) as { artefact: Json }).artefact)).toBe(info.sha256);

		await client['artefact.delete']({ sha256: info.sha256 });
		expect(await ownOf(client)).toEqual([]);
		await expect(client['artefact.export']({ sha256: info.sha256 })).rejects.toThrow(info.sha256);
		expect(await client['artefact.import']({ file: asFile(text) })).toEqual(info);
		expect(await ownOf(client)).toEqual([info]);
	});

	it('can be kept after a reload, before the run trains again', async () => {
		const before = await trained(await openPreparing());
		const after = await openPreparing({}, before.stores);
		const info = await after.client['artefact.keep']({ runId: 'r', name: 'Later' });
		expect(info.policy).toBe(preparing);
		expect(after.trainer.calls.filter((what) => what.startsWith('prepare'))).toEqual([]);
	});

	it('replaces the preparation in a run and at a switch', async () => {
		const lab = await trained(await openPreparing());
		const { client, experiment, trainer } = lab;
		const { sha256 } = await client['artefact.keep']({ runId: 'r', name: 'kept' });
		const before = trainer.calls.length;
		const named = { fromStep: 0, id: preparing, settings: {}, artefact: sha256 };
		await client['run.create']({ runId: 's', experiment: { ...experiment, policy: [named] } });
		await client['run.play']({ runId: 's', pace: { kind: 'full' } });
		await waitForEvent(lab, isStatus('finished'));
		expect(trainer.calls.slice(before).filter((what) => what.startsWith('prepare'))).toEqual([]);
		expect(await client['run.events']({ runId: 's' })).toContainEqual(
			expect.objectContaining({ type: 'prepared', artefact: sha256, updates: 0 }),
		);

		const other = { ...experiment, policy: [{ fromStep: 0, id: 'uniform', settings: {} }] };
		await client['run.create']({ runId: 't', experiment: other });
		const request = { runId: 't', id: preparing, settings: {}, artefact: sha256 };
		const switched = await client['run.switchPolicy'](request);
		expect(switched.policy).toEqual([expect.objectContaining({ id: preparing, artefact: sha256 })]);
		await trainTo(lab, 't', 2);
		expect(trainer.calls.slice(before).filter((what) => what.startsWith('prepare'))).toEqual([]);
	});

	it('is refused with its field if it is missing or of another policy', async () => {
		const { client, experiment, stores } = await openPreparing();
		const sha256 = 'c'.repeat(64);
		const policy = [{ fromStep: 0, id: preparing, settings: {}, artefact: sha256 }];
		const create = () =>
			client['run.create']({ runId: 'r', experiment: { ...experiment, policy } });
		await expect(create()).rejects.toThrow(InputError);
		await expect(create()).rejects.toThrow(
			`policy[0].artefact: The lab does not have the artefact with SHA-256 ${sha256}. ` +
				'Import its file',
		);
		const info = { sha256, name: 'Selector', policy: 'raise', madeAt: 1, bytes: 3 };
		await stores.artefacts.put(info, [1]);
		await expect(create()).rejects.toThrow(
			failure('“{name}” was made by the policy "{policy}", not by "{id}". Choose another.', {
				field: 'policy[0].artefact',
				name: 'Selector',
				policy: 'raise',
				id: 'skill-it',
			}),
		);
		expect(await stores.runs.list()).toEqual([]);

		await client['run.create']({ runId: 'r', experiment });
		const request = { runId: 'r', id: preparing, settings: {}, artefact: 'd'.repeat(64) };
		await expect(client['run.switchPolicy'](request)).rejects.toThrow('d'.repeat(64));
		expect((await stores.runs.get('r'))?.experiment.policy).toMatchObject([{ fromStep: 0 }]);
		expect((await stores.runs.get('r'))?.experiment.policy[0]).not.toHaveProperty('artefact');
	});

	it('can be deleted while a run uses it; only a new run needs it', async () => {
		const lab = await trained(await openPreparing());
		const { client, experiment } = lab;
		const { sha256 } = await client['artefact.keep']({ runId: 'r', name: 'kept' });
		const named = { id: preparing, settings: {}, artefact: sha256 };
		const policy = [{ fromStep: 0, ...named }];
		await client['run.create']({ runId: 'begun', experiment: { ...experiment, policy } });
		await trainTo(lab, 'begun', 2);
		const later = [
			{ fromStep: 0, id: 'uniform', settings: {} },
			{ fromStep: 4, ...named },
		];
		await client['run.create']({ runId: 'later', experiment: { ...experiment, policy: later } });
		await client['artefact.delete']({ sha256 });
		await client['run.play']({ runId: 'later', pace: { kind: 'full' } });
		const { status } = await waitForEvent(lab, isStatus('failed'));
		expect(status).toMatchObject({
			error: { code: 'input', message: expect.stringContaining(sha256) as string },
		});
		await client['run.play']({ runId: 'begun', pace: { kind: 'full' } });
		await waitForEvent(lab, isStatus('finished'));
	});

	it('needs a name, something prepared, and space', async () => {
		const { client, stores, experiment } = await trained(await openPreparing());
		await expect(client['artefact.keep']({ runId: 'r', name: '  ' })).rejects.toThrow(
			failure('must have 1 to {maxArtefactName} characters. Give it another.', { field: 'name' }),
		);
		await expect(client['artefact.keep']({ runId: 'r', name: 'a'.repeat(201) })).rejects.toThrow(
			InputError,
		);
		stores.disk.quota = 10;
		await expect(client['artefact.keep']({ runId: 'r', name: 'a' })).rejects.toThrow(StorageError);
		expect(await stores.artefacts.list()).toEqual([]);
		stores.disk.quota = 1e9;
		await client['run.create']({ runId: 's', experiment });
		await expect(client['artefact.keep']({ runId: 's', name: 'a' })).rejects.toThrow(
			failure(
				'The policy "{policy}" of this run has prepared nothing yet. Let the run train a step with a policy that prepares.',
				{ policy: 'skill-it' },
			),
		);
		await expect(client['artefact.keep']({ runId: 'none', name: 'a' })).rejects.toThrow(
			failure('The lab has no such run: it was deleted, or made elsewhere. Choose another.'),
		);
	});
});
