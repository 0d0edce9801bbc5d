/**
 * Reserves a run's memory before its first step. If it is too small, the backward pass recomputes
 * activations (the same bits). Otherwise the error names settings that fit.
 */
import { outOfMemory, OutOfMemoryError } from '#core/errors.ts';
import { sentence, type Message } from '#core/message.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import { shortenExamples } from '#data/largestBatch.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import { fallbackNames } from '#gpu/fallback.ts';
import { heldBytes, predictMemory } from './memory.ts';
import type { ModelStart } from './learner.ts';
import type { RunEvent, TrainingMessage } from './events.ts';
import type { TrainingSettings } from './settings.ts';

/**
 * Gives the reservation and the settings, maybe with recomputed activations. Throws
 * OutOfMemoryError and reserves nothing if the run does not fit.
 */
export async function reserveMemory(
	device: ComputeDevice,
	start: ModelStart,
	skills: readonly EncodedSkill[],
	asked: TrainingSettings,
) {
	const reserve = async (settings: TrainingSettings) => {
		const prediction = await predictMemory(device, start, skills, settings);
		return { prediction, settings, reservation: await device.reserve(prediction.programs) };
	};
	const less: TrainingSettings = { ...asked, activations: 'recomputed' };
	try {
		return await reserve(asked);
	} catch (error) {
		if (!(error instanceof OutOfMemoryError)) throw error;
		const again =
			asked.activations === 'recomputed' ? undefined : await reserve(less).catch(onlyOutOfMemory);
		if (again) return again;
		const advice = await suggestion(device, start, skills, less);
		throw advice ? withAdvice(error, advice) : error;
	}
}

/** The events that report the reservation. */
export function reservationEvents(
	{ prediction, settings }: Awaited<ReturnType<typeof reserveMemory>>,
	asked: TrainingSettings,
): RunEvent[] {
	const names = fallbackNames(prediction.programs);
	const messages: TrainingMessage[] = [];
	if (settings.activations !== asked.activations)
		messages.push({ id: 'activations.recomputed', values: {} });
	if (names.length > 0) messages.push({ id: 'operations.tfjs', values: { names } });
	return [
		{ type: 'memory', step: 0, bytes: heldBytes(prediction.use) },
		...messages.map((message) => ({ type: 'warning', step: 0, message }) as const),
	];
}

function onlyOutOfMemory(error: unknown): undefined {
	if (!(error instanceof OutOfMemoryError)) throw error;
}

/** The first of smaller settings that fit the device and need less than half the memory. */
async function suggestion(
	device: ComputeDevice,
	start: ModelStart,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
): Promise<Message | undefined> {
	const predicted = (changed: TrainingSettings, changedSkills = skills) =>
		predictMemory(device, start, changedSkills, changed).catch(onlyOutOfMemory);
	const asIs = await predicted(settings);
	// If the settings exceed a limit of the device, any that do not will do.
	const most = asIs ? heldBytes(asIs.use) / 2 : Infinity;
	for (const { accumulation, context } of smaller(settings)) {
		const found = await predicted(
			{ ...settings, optimizer: { ...settings.optimizer, accumulation } },
			context === undefined ? skills : skills.map((skill) => shortenedSkill(skill, context)),
		);
		if (!found || heldBytes(found.use) > most) continue;
		const what = [
			...(accumulation > settings.optimizer.accumulation
				? [`gradient accumulation ${accumulation}`]
				: []),
			...(context === undefined ? [] : [`a context of ${context} tokens`]),
		];
		const megabytes = (heldBytes(found.use) / 1e6).toFixed(1);
		return sentence`Under Settings, choose ${what.join(' and ')}: the run then takes ${megabytes}
			MB.`;
	}
	return undefined;
}

function* smaller({
	batching,
	optimizer,
}: TrainingSettings): Generator<{ accumulation: number; context?: number }> {
	let { accumulation } = optimizer;
	while (accumulation < batching.size) {
		accumulation = Math.min(batching.size, accumulation * 2);
		yield { accumulation };
	}
	for (let context = batching.context >> 1; context >= leastContext; context >>= 1)
		yield { accumulation, context };
}

/** The minimum in the experiment's schema. */
const leastContext = 16;

const shortenedSkill = (skill: EncodedSkill, context: number): EncodedSkill => ({
	...skill,
	train: shortenExamples(skill.train, context),
	validation: shortenExamples(skill.validation, context),
	heldOut: shortenExamples(skill.heldOut, context),
});

const withAdvice = ({ data }: OutOfMemoryError, advice: Message): OutOfMemoryError => {
	const { label, ...bytes } = data as { label: string } & Parameters<typeof outOfMemory>[1];
	return outOfMemory(label, bytes, advice);
};
