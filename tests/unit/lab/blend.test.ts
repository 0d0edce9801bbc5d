/** Copies of a run that train on one skill alone, and forecasts by weighted sums of them. */
import { expect, test } from 'vitest';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import { mergedWeights } from '#engine/model/adapters.ts';
import { collectWeights } from '#engine/model/folder.ts';
import { evaluateSkills } from '#engine/training/evaluateSkills.ts';
import { openMeasured } from '#engine/training/openTraining.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import type { Trainer } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';
import { tinyModel, tinySettings, tinySkills } from '../engine/tinyRun.ts';

const device = await openNodeDevice();
const { signal } = new AbortController();
/** Indices of the trained skills. */
const trained = [0, 2, 3];
const adapter: AdapterSettings = { rank: 2, alpha: 4, targets: 'all-linear' };
const kinds = [
	['all weights', {}],
	['an adapter', { adapter }],
	[
		'an adapter with dropout, beside 8 bits',
		{ adapter: { ...adapter, dropout: 0.2, base: 'int8' } },
	],
	['a budget of tokens', { budget: { kind: 'tokens', tokens: 900 } }],
] as const satisfies readonly (readonly [string, Partial<RunSettings>])[];

const settingsOf = (changes: Partial<RunSettings>, policy = segment(0, 'uniform')) =>
	tinySettings([policy], changes);
const alone = (trainer: Trainer, skill: number, steps = 3) =>
	trainer.trainCopy(
		tinySkills.map((_, i) => Number(i === skill)),
		{ steps, signal },
	);

/** A trainer after four steps, and its blend. */
async function blended(changes: Partial<RunSettings>) {
	const trainer = await openTrainer(device, settingsOf(changes));
	await trainTo(trainer, 4);
	const { weights: start } = await trainer.state();
	const members: Float32Array[] = [];
	for (const skill of trained) members.push(await alone(trainer, skill));
	return { trainer, blend: { start, members } };
}
const lossesOf = ({ skills }: { skills: readonly { loss: number }[] }) =>
	skills.map(({ loss }) => loss);

test.each(kinds)('the copy has the bits of the run on that skill alone: %s', async (_, changes) => {
	const trainer = await openTrainer(device, settingsOf(changes));
	await trainTo(trainer, 4);
	const before = await trainer.state();
	const copies = [await alone(trainer, 2), await alone(trainer, 2)];
	expect(copies[0]).toEqual(copies[1]);
	expect(await trainer.state()).toEqual(before);

	trainer.switchPolicy({ id: 'fixed', settings: { ratios: { same: 1 } } });
	await trainTo(trainer, 7);
	const { weights } = await trainer.state();
	expect(copies[0]).toEqual(weights);
	expect(copies[0]).not.toEqual(before.weights);
	trainer.dispose();
});

test('a copy with equal shares has the bits of the run on them', async () => {
	const trainer = await openTrainer(device, settingsOf({}));
	await trainTo(trainer, 4);
	const equal = tinySkills.map((_, i) => (trained.includes(i) ? 1 / trained.length : 0));
	const copy = await trainer.trainCopy(equal, { steps: 3, signal });
	await trainTo(trainer, 7);
	expect(copy).toEqual((await trainer.state()).weights);
	trainer.dispose();
});

test.each(kinds)(
	'a share of 1 has the losses of that copy, and zeros those of now: %s',
	async (_, changes) => {
		const { trainer, blend } = await blended(changes);
		const forecast = (shares: readonly number[]) => trainer.forecast(blend, shares, { samples: 1 });
		const now = await forecast([0, 0, 0]);
		const events = await trainer.evaluate();
		const measured = events.find((event) => event.type === 'evaluation')!;
		expect(now.samples.map(({ skill }) => skill)).toEqual([0, 1, 2, 3]);
		// The evaluation at the end has five rows, and this one four.
		const same = await trainer.forecast(blend, [0, 0, 0], { samples: 0, examples: 5 });
		expect(same.skills).toEqual(measured.skills);
		expect(same.samples).toEqual([]);

		const corner = await forecast([0, 1, 0]);
		trainer.switchPolicy({ id: 'fixed', settings: { ratios: { same: 1 } } });
		await trainTo(trainer, 7);
		const moved = { start: (await trainer.state()).weights, members: [] };
		const trainedTo = await trainer.forecast(moved, [], { samples: 1 });
		expect(corner).toEqual(trainedTo);
		trainer.dispose();
	},
);

test.each(kinds.slice(0, 2))(
	'a forecast is the model with the summed changes: %s',
	async (_, changes) => {
		const { trainer, blend } = await blended(changes);
		const { start, members } = blend;
		/** Whole matrices: of the model with a member's numbers. */
		const whole = async (flat: Float32Array) =>
			'adapter' in changes
				? collectWeights(tinyModel.specs, mergedWeights(tinyModel, flat, changes.adapter))
				: flat;
		const from = await whole(start);
		const to = await Promise.all(members.map(whole));
		for (const shares of [
			[0.5, 0.3, 0.2],
			[1, 1, 1],
			[0.8, -0.5, 0.1],
			[0.4, 0, 0],
		]) {
			const weights = from.map((value, i) =>
				to.reduce((total, member, m) => total + shares[m] * (member[i] - value), value),
			);
			const {
				decoder,
				weights: vector,
				dispose,
			} = await openMeasured(device, { ...tinyModel, weights });
			const { tokenizer } = tinyModel;
			const options = { tokenizer, examples: 4 };
			const dense = await evaluateSkills(decoder, vector, tinySkills, options);
			dispose();
			const forecast = await trainer.forecast(blend, shares, { samples: 0 });
			lossesOf(forecast).forEach((loss, i) => expect(loss).toBeCloseTo(dense.skills[i].loss, 4));
			expect(await trainer.forecast(blend, shares, { samples: 0 })).toEqual(forecast);
		}
		trainer.dispose();
	},
);

test('a copy that is cancelled leaves no trace, and memory is returned', async () => {
	const trainer = await openTrainer(device, settingsOf({ adapter }));
	await trainTo(trainer, 2);
	const before = await trainer.state();
	const memory = device.memory();
	const cancel = new AbortController();
	const steps: number[] = [];
	const cut = trainer.trainCopy([1, 0, 0, 0], {
		steps: 5,
		signal: cancel.signal,
		onStep(done) {
			steps.push(done);
			if (done === 2) cancel.abort();
		},
	});
	const thrown = await cut.catch((error: unknown) => error);
	expect(thrown).toBe(cancel.signal.reason);
	expect(steps).toEqual([1, 2]);
	expect(await trainer.state()).toEqual(before);
	expect(device.memory()).toEqual(memory);
	trainer.dispose();
});

test('the forecast’s vectors go with the trainer', async () => {
	const empty = device.memory();
	const { trainer, blend } = await blended({ adapter });
	await trainer.forecast(blend, [0.5, 0.5, 0], { samples: 1 });
	await trainer.forecast(blend, [1, 0, 0], { samples: 0 });
	trainer.dispose();
	expect(device.memory()).toEqual(empty);
});

test.each(kinds.slice(0, 2))(
	'OP-Mix searches from the weights of the run, and resumes bit for bit: %s',
	async (_, changes) => {
		const searching = { every: 4, copySteps: 2, mixes: 8, rows: 2 };
		const settings = settingsOf(changes, segment(0, 'op-mix', searching));
		const whole = await openTrainer(device, settings);
		const events = await trainTo(whole, 10);
		const mixes = events.flatMap((event) => (event.type === 'step' ? [event.weights] : []));
		// A search before step 1, after 4 and after 8; the watched skill stays out.
		expect(mixes[3]).toEqual(mixes[0]);
		expect(mixes[7]).toEqual(mixes[4]);
		expect(mixes[4]).not.toEqual(mixes[3]);
		expect(mixes[8]).not.toEqual(mixes[7]);
		expect(mixes.map((shares) => shares[1])).toEqual(mixes.map(() => 0));

		const first = await openTrainer(device, settings);
		const early = await trainTo(first, 6);
		const restored = await first.state();
		first.dispose();
		const second = await openTrainer(device, settings, { restored });
		const late = await trainTo(second, 10);
		expect([...early, ...late]).toEqual(events);
		expect(await second.state()).toEqual(await whole.state());
		whole.dispose();
		second.dispose();
	},
);
