/** Blends in an open lab: parts that are stored, resumed and forgotten; and forecasts. */
import { expect, it, vi } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import { openLab } from '../../../../../tests/support/featureLab.ts';
import { blendTask } from '../model/blendInfo.ts';

const runId = 'run';
type Lab = Awaited<ReturnType<typeof openLab>>;
/** A lab whose run is at `step`. */
async function labAt(step: number, changes = {}): Promise<Lab> {
	const lab = await openLab();
	await lab.client['run.create']({ runId, experiment: { ...lab.experiment, ...changes } });
	if (step > 0) await trainTo(lab, step);
	lab.trainer.calls.length = 0;
	return lab;
}
async function trainTo({ client, stores }: Lab, step: number) {
	await client['run.play']({ runId, pace: { kind: 'until', step } });
	await vi.waitFor(async () => expect((await stores.runs.get(runId))?.step).toBe(step), 20_000);
}
const made = ({ trainer }: Lab) => trainer.calls.filter((call) => call.startsWith('copy'));

it('trains each copy once, and forecasts from what is stored, in another lab too', async () => {
	const lab = await labAt(5);
	const { client, experiment } = lab;
	const skills = experiment.skills.flatMap(({ id, use }) => (use === 'train' ? id : []));
	expect(await client['blend.get']({ runId })).toBeNull();
	const info = await client['blend.make']({ runId, steps: 3 });
	expect(info).toMatchObject({ runId, step: 5, steps: 3, skills });
	expect(made(lab)).toHaveLength(skills.length + 1);
	expect(await client['blend.make']({ runId, steps: 3 })).toEqual(info);
	expect(made(lab)).toHaveLength(skills.length + 1);

	// Equal shares have what they reached when they were trained.
	const { equal, points: uncorrected } = (await lab.stores.blends.get(runId))!;
	expect(uncorrected).toHaveLength(1);
	expect(info.points.map(({ shares }) => shares)).toEqual([skills.map(() => 1 / skills.length)]);
	info.points[0].scores.forEach(({ loss }, i) => {
		expect(loss).toBeCloseTo(equal![i].loss, 12);
		expect(loss).not.toBeCloseTo(uncorrected[0].scores[i].loss, 3);
	});

	const shares = skills.map((_, i) => (i === 0 ? 1.5 : -0.5));
	const forecast = await client['blend.forecast']({ runId, shares, samples: 1 });
	expect(forecast.samples).toHaveLength(1);
	expect(await client['blend.forecast']({ runId, shares, samples: 1 })).toEqual(forecast);
	const points = [...info.points, { shares, scores: forecast.skills }];
	expect(await client['blend.get']({ runId })).toEqual({ ...info, points });

	const again = await openLab({}, lab.stores);
	expect(await again.client['blend.get']({ runId })).toEqual({ ...info, points });
	expect(await again.client['blend.forecast']({ runId, shares, samples: 1 })).toEqual(forecast);
	// The run itself is where it was.
	expect((await lab.stores.runs.get(runId))?.step).toBe(5);
});

it('a blend that is cancelled goes on with the part that it left', async () => {
	const lab = await labAt(2);
	const { client, trainer, stores } = lab;
	trainer.meddle = (what) => {
		if (what.startsWith('copy') && made(lab).length === 2)
			void client['task.cancel']({ task: blendTask(runId) });
	};
	await expect(client['blend.make']({ runId, steps: 50 })).rejects.toMatchObject({
		name: 'AbortError',
	});
	trainer.meddle = null;
	expect(await client['blend.get']({ runId })).toBeNull();
	// The weights of the start, and one skill.
	expect(Object.keys((await stores.blends.get(runId))!.parts)).toHaveLength(2);
	trainer.calls.length = 0;
	const info = await client['blend.make']({ runId, steps: 50 });
	expect(made(lab)).toHaveLength(info.skills.length);

	const whole = await labAt(2);
	await whole.client['blend.make']({ runId, steps: 50 });
	const madeBy = async (from: Lab) => {
		const { parts, equal, points } = (await from.stores.blends.get(runId))!;
		return { parts, equal, points };
	};
	expect(await madeBy(lab)).toEqual(await madeBy(whole));
});

it('training that goes on ends the blend, and new weights need a new one', async () => {
	const lab = await labAt(2);
	const { client, stores, trainer } = lab;
	const first = await client['blend.make']({ runId, steps: 3 });
	await trainTo(lab, 4);
	trainer.meddle = (what) => {
		if (what.startsWith('copy'))
			void client['run.play']({ runId, pace: { kind: 'until', step: 6 } });
	};
	await expect(client['blend.make']({ runId, steps: 10 })).rejects.toMatchObject({
		name: 'AbortError',
	});
	trainer.meddle = null;
	await vi.waitFor(async () => expect((await stores.runs.get(runId))?.step).toBe(6));
	const second = await client['blend.make']({ runId, steps: 3 });
	expect([first.step, second.step]).toEqual([2, 6]);
	expect(await stores.blends.list()).toHaveLength(1);
});

it('only the newest blends stay', async () => {
	const { client, experiment, stores } = await openLab();
	for (const id of ['a', 'b', 'c', 'd']) {
		await client['run.create']({ runId: id, experiment });
		await client['blend.make']({ runId: id, steps: 1 });
	}
	expect((await stores.blends.list()).map(({ runId }) => runId).sort()).toEqual(['b', 'c', 'd']);
	await client['blend.delete']({ runId: 'c' });
	expect(await client['blend.get']({ runId: 'c' })).toBeNull();
});

it('refuses a run without steps left, DoRA, wrong shares and a run without a blend', async () => {
	const lab = await labAt(0);
	const { client, experiment } = lab;
	await expect(client['blend.forecast']({ runId, shares: [1, 0], samples: 0 })).rejects.toThrow(
		failure('This run has no blend. Blend first.'),
	);
	const info = await client['blend.make']({ runId, steps: 1000 });
	expect(info.steps).toBe(experiment.steps);
	await expect(client['blend.forecast']({ runId, shares: [1], samples: 0 })).rejects.toThrow(
		failure('must have {skills} numbers, one for each trained skill.', { field: 'shares' }),
	);
	await expect(client['blend.forecast']({ runId, shares: [9, 0], samples: 0 })).rejects.toThrow(
		/shares/,
	);
	await trainTo(lab, experiment.steps);
	await expect(client['blend.make']({ runId, steps: 1 })).rejects.toThrow(
		failure(
			'The run has no steps left, so there is nothing to forecast. Give it more steps, or press Train again.',
		),
	);
	const adapter = { rank: 2, alpha: 2, dora: true };
	await client['run.create']({ runId: 'dora', experiment: { ...experiment, adapter } });
	await expect(client['blend.make']({ runId: 'dora', steps: 1 })).rejects.toThrow(
		failure('changes of adapters with lengths of rows (DoRA) cannot be added. Choose LoRA.', {
			field: 'adapter.dora',
		}),
	);
});
