/** Handlers of the calls about blends. */
import { fieldError, InputError } from '#engine/core/errors.ts';
import { sha256Hex, sha256OfJson } from '#engine/core/hash.ts';
import { say } from '#engine/core/message.ts';
import type { ActiveRun } from '#lab/run/ActiveRun.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Blend } from '#lab/training/Blender.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { Handlers } from '#lab/worker/ownCalls.ts';
import { blendTask, type BlendInfo } from '../model/blendInfo.ts';
import type { BlendRecord } from '../store.ts';
import type { BlendCalls } from './blendCalls.ts';

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
				const missing = trained.filter(({ id }) => !(id in record.parts));
				for (const [done, { id, index, name }] of missing.entries()) {
					const numbers = await run.trainAlone(index, {
						steps,
						signal,
						onStep: (step) =>
							tasks.report(
								blendTask(runId),
								say('Blend: {steps} steps on {name} alone ({part} of {parts})', {
									steps,
									name,
									part: trained.length - missing.length + done + 1,
									parts: trained.length,
								}),
								(done + step / steps) / missing.length,
							),
					});
					await put(record, id, numbers);
				}
				return infoOf((await blends.get(runId)) ?? record);
			}),

		'blend.get': async ({ runId }) => {
			const record = await blends.get(runId);
			return record && isWhole(record) ? infoOf(record) : null;
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
				const blend = await read(record);
				const run = await control.forAnswer(runId, signal);
				const forecast = await run.forecast(blend, shares, { samples, signal });
				const isKnown = record.points.some((point) => point.shares.join() === shares.join());
				if (!isKnown) await blends.addPoint(record, { shares, scores: forecast.skills });
				return forecast;
			}),

		'blend.delete': async ({ runId }) => {
			held = null;
			await blends.delete(runId);
		},
	};
}

const trainedSkills = ({ skills }: Experiment) =>
	skills.flatMap(({ id, name, use }, index) => (use === 'train' ? [{ id, name, index }] : []));

const isWhole = ({ parts, skills }: BlendRecord): boolean =>
	[startName, ...skills].every((part) => part in parts);

const infoOf = ({ runId, step, steps, skills, points }: BlendRecord): BlendInfo => ({
	runId,
	step,
	steps,
	skills,
	points,
});

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
