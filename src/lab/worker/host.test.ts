import { describe, expect, it } from 'vitest';
import { DeviceError, InputError, InternalError, StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { pinnedExperiment } from '#lab/run/pinnedSkills.ts';
import { testStores } from '../../../tests/support/testStores.ts';
import { labFixture, openLab } from '../../../tests/support/lab.ts';
import type { LabReply } from './protocol.ts';

describe('calls', () => {
	it('that are unknown or come before lab.open are errors', async () => {
		const lab = await labFixture();
		const reply = new Promise<LabReply>((resolve) => {
			lab.onMessage((message) => {
				if (!('event' in message) && message.id === 99) resolve(message);
			});
		});
		lab.post({ id: 99, call: 'toString', request: undefined });
		expect(await reply).toMatchObject({
			ok: false,
			error: { code: 'input', message: expect.stringContaining('toString') as unknown },
		});
		await expect(lab.client['skill.list']()).rejects.toThrow(InternalError);
	});

	it('of lab.open try again after a failure', async () => {
		let attempts = 0;
		const lab = await labFixture({
			openStores: () => testStores(),
			openDevice: async () => {
				if (++attempts === 1) throw new DeviceError(asMessage('No adapter.'));
				const report = {
					backend: 'wasm',
					kind: 'software',
					name: 'x',
					crossOriginIsolated: false,
					limits: {},
					features: [],
				};
				return { report } as unknown as ComputeDevice;
			},
		});
		await expect(lab.client['lab.open']()).rejects.toThrow('No adapter.');
		expect((await lab.client['lab.open']()).device.name).toBe('x');
		await lab.client['lab.open']();
		expect(attempts).toBe(2);
	});
});

describe('the lab', () => {
	it('opens without fetching a model', async () => {
		const { info, fetched } = await openLab();
		expect(info.models).toMatchObject([{ id: 'tiny', source: 'builtin' }]);
		expect(info.skills.map(({ id }) => id)).toContain('capitals');
		expect(info.defaultExperiment.model).toEqual({ id: 'tiny', sha256: info.models[0].sha256 });
		expect(info.policies.length).toBeGreaterThan(0);
		expect(fetched).toEqual(['/sub/models/index.json']);
	});

	it('reports that it waits for another tab', async () => {
		const lab = await labFixture({
			openStores: async ({ onWaiting, onSuperseded }) => {
				onWaiting();
				onSuperseded(false);
				throw new StorageError(asMessage('Another version.'));
			},
		});
		await expect(lab.client['lab.open']()).rejects.toThrow(StorageError);
		expect(lab.events.map(({ event }) => event)).toEqual(['lab.waiting', 'lab.superseded']);
	});

	it('requires the hash that a skill has with its noise', async () => {
		const { client, experiment } = await openLab();
		const noise = { wrongShare: 0.5, duplicates: 3 };
		const noisy = { ...experiment, skills: experiment.skills.map((ref) => ({ ...ref, noise })) };
		await expect(client['run.create']({ runId: 'r', experiment: noisy })).rejects.toThrow(
			InputError,
		);
		const pinned = pinnedExperiment(noisy);
		expect(pinned.skills[0].sha256).not.toBe(experiment.skills[0].sha256);
		await client['run.create']({ runId: 'r', experiment: pinned });
	});
});
