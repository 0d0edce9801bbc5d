/** Handlers of the calls about blends. */
import { fieldError, InputError } from '#engine/core/errors.ts';
import { sha256Hex, sha256OfJson } from '#engine/core/hash.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { ActiveRun } from '#lab/run/ActiveRun.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { Blend } from '#lab/training/Blender.ts';
import type { ForecastOptions } from '#lab/training/trainer.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { Handlers } from '#lab/worker/ownCalls.ts';
import { blendTask, type BlendInfo, type BlendPoint } from '../model/blendInfo.ts';
import { correctScores } from '../model/correction.ts';
import type { BlendRecord } from '../store.ts';
import type { BlendCalls, BlendForecast } from './blendCalls.ts';

/** The name of the weights that all parts begin with. No skill has it as its id. */
const startName = '';

export function blendHandlers({ stores, control, tasks }: OpenLab): Handlers<BlendCalls> {
	const { blends } = stores;
	/** The blend of the last call in memory. */
	let held: { readonly key: string; readonly blend: Blend } | null = null;

	const numbersOf = async (record: BlendRecord, part: string): Promise<Float32Array> => {
		const bytes = await blends.readPart(record, part);
		if (sha256Hex(bytes) === record.parts[part]) return new Float32Array(bytes.buffer);
		await blends.delete(record.runId);
		throw new InputError(say('The stored blend is damaged and was deleted. Blend again.'), {
			runId: record.runId,
		});
	};
	const read = async (record: BlendRecord): Promise<Blend> => {
		if (held?.key === record.key) return held.blend;
		const start = await numbersOf(record, startName);
		const members: Float32Array[] = [];
		for (const id of record.skills) members.push(await numbersOf(record, id));
		held = { key: record.key, blend: { start, members } };
		return held.blend;
	};
	const put = (record: BlendRecord, part: string, numbers: Float32Array) => {
		const bytes = floatBytes(numbers);
		return blends.putPart(record, part, sha256Hex(bytes), bytes);
	};
	/** Stores the record of a new blend, or finds the one that was begun from the same weights. */
	const begin = async (run: ActiveRun, steps: number): Promise<BlendRecord> => {
		const { weights, step } = await run.weights();
		const { id: runId, experiment } = run.record;
		const skills = trainedSkills(experiment).map(({ id }) => id);
		const start = sha256Hex(floatBytes(weights));
		const key = blendKey(experiment, { step, steps, start });
		const before = await blends.get(runId);
		if (before?.key === key) return before;
		const record: BlendRecord = {
			runId,
			key,
			step,
			steps,
			skills,
			madeAt: Date.now(),
			parts: {},
			bytes: weights.byteLength,
			points: [],
		};
		await stores.requireSpace((1 + skills.length) * record.bytes);
		await blends.begin(record);
		await put(record, startName, weights);
		return (await blends.get(runId)) ?? record;
	};

	/** Evaluates a mix, stores it, and corrects it. */
	const forecast = async (
		run: ActiveRun,
		record: BlendRecord,
		shares: readonly number[],
		options: ForecastOptions,
	): Promise<BlendForecast> => {
		const { skills: scores, samples } = await run.forecast(await read(record), shares, options);
		const point = { shares, scores };
		if (!record.points.some((known) => isSame(known, point)))
			await blends.change(record, ({ points }) => ({ points: [...points, point] }));
		const correct = corrector({ ...record, points: [...record.points, point] }, run.record);
		return { skills: correct(point).scores, samples };
	};

	return {
		'blend.make': ({ runId, steps: wanted }) =>
			tasks.run(blendTask(runId), async (signal) => {
				const run = await control.forAnswer(runId, signal);
				await run.pause();
				const { experiment, end } = run.record;
				const left = end === 'running' ? experiment.steps - run.step : 0;
				requireBlendable(experiment, left);
				const steps = Math.min(wanted, left);
				const record = await begin(run, steps);
				const trained = trainedSkills(experiment);
				const parts = trained.length + 1;
				const train = (part: number, sharesOf: (id: string) => number, label: Message) =>
					run.trainCopy(
						experiment.skills.map(({ id }) => sharesOf(id)),
						{
							steps,
							signal,
							onStep: (step) =>
								tasks.report(blendTask(runId), label, (part - 1 + step / steps) / parts),
						},
					);
				for (const [i, { id, name }] of trained.entries()) {
					if (id in record.parts) continue;
					const part = i + 1;
					const counts = { steps, part, parts };
					const numbers = await train(
						part,
						(other) => Number(other === id),
						say('Blend: {steps} steps on {name} alone ({part} of {parts})', { ...counts, name }),
					);
					await put(record, id, numbers);
				}
				if (!record.equal) {
					const start = await train(
						parts,
						(id) => (record.skills.includes(id) ? 1 / trained.length : 0),
						say('Blend: {steps} steps with equal shares ({part} of {parts})', {
							steps,
							part: parts,
							parts,
						}),
					);
					const reached = await run.forecast({ start, members: [] }, [], { samples: 0, signal });
					await blends.change(record, () => ({ equal: reached.skills }));
				}
				const made = (await blends.get(runId)) ?? record;
				if (!equalPoint(made)) await forecast(run, made, equalShares(made), { samples: 0, signal });
				return infoOf((await blends.get(runId)) ?? made, run.record);
			}),

		'blend.get': async ({ runId }) => {
			const [record, run] = [await blends.get(runId), await stores.runs.get(runId)];
			return record && run && isWhole(record) ? infoOf(record, run) : null;
		},

		'blend.forecast': ({ runId, shares, samples }) =>
			tasks.run(blendTask(runId), async (signal) => {
				const record = await blends.get(runId);
				if (!record || !isWhole(record))
					throw new InputError(say('This run has no blend. Blend first.'), { runId });
				if (shares.length !== record.skills.length)
					throw fieldError(
						'shares',
						say('must have {skills} numbers, one for each trained skill.', {
							skills: record.skills.length,
						}),
					);
				const run = await control.forAnswer(runId, signal);
				return forecast(run, record, shares, { samples, signal });
			}),

		'blend.delete': async ({ runId }) => {
			held = null;
			await blends.delete(runId);
		},
	};
}

const trainedSkills = ({ skills }: Experiment) =>
	skills.flatMap(({ id, name, use }, index) => (use === 'train' ? [{ id, name, index }] : []));

const equalShares = ({ skills }: Pick<BlendRecord, 'skills'>): number[] =>
	skills.map(() => 1 / skills.length);
const isSame = (a: BlendPoint, b: Pick<BlendPoint, 'shares'>): boolean =>
	a.shares.join() === b.shares.join();
/** The forecast of equal shares. */
const equalPoint = (record: BlendRecord): BlendPoint | undefined =>
	record.points.find((point) => isSame(point, { shares: equalShares(record) }));

const isWhole = (record: BlendRecord): boolean =>
	[startName, ...record.skills].every((part) => part in record.parts) &&
	record.equal !== undefined &&
	equalPoint(record) !== undefined;

/** By what equal shares reached. */
function corrector(record: BlendRecord, { experiment }: Pick<RunRecord, 'experiment'>) {
	const forecast = equalPoint(record)?.scores;
	const { equal: reached } = record;
	const trained = trainedSkills(experiment).map(({ index }) => index);
	return ({ shares, scores }: BlendPoint): BlendPoint => ({
		shares,
		scores:
			forecast && reached ? correctScores(scores, shares, { trained, forecast, reached }) : scores,
	});
}

const infoOf = (record: BlendRecord, run: Pick<RunRecord, 'experiment'>): BlendInfo => {
	const { runId, step, steps, skills, points } = record;
	return { runId, step, steps, skills, points: points.map(corrector(record, run)) };
};

/** `left`: steps that the run can still train. Throws InputError. */
function requireBlendable(experiment: Experiment, left: number): void {
	if (left < 1)
		throw new InputError(
			say(
				'The run has no steps left, so there is nothing to forecast. Give it more steps, or press Train again.',
			),
		);
	if (experiment.adapter?.dora)
		throw fieldError(
			'adapter.dora',
			say('changes of adapters with lengths of rows (DoRA) cannot be added. Choose LoRA.'),
		);
}

/** Hash of all that the parts follow from. `start`: hash of the weights of this moment. */
function blendKey(
	experiment: Experiment,
	moment: { readonly step: number; readonly steps: number; readonly start: string },
): string {
	const { model, adapter, seed, batching, optimizer, schedule, budget, skills } = experiment;
	return sha256OfJson({
		...moment,
		model: model.sha256,
		adapter: adapter ?? null,
		seed,
		batching,
		optimizer,
		schedule,
		total: experiment.steps,
		budget: budget ?? null,
		skills: skills.map(({ id, sha256, use, noise }) => ({ id, sha256, use, noise: noise ?? null })),
	});
}

const floatBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
	new Uint8Array(buffer, byteOffset, byteLength);
