/**
 * Room for a run, taken before its first step, so that it never fails for memory in its midst. Where there is none, layers are
 * computed again for the backward pass (the same bits, in less memory); where that is not enough, settings that fit are named.
 */
import { outOfMemory, OutOfMemoryError } from '#core/errors.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import { shortened } from '#data/largestBatch.ts';
import type { ComputeDevice, Reservation } from '#gpu/computeDevice.ts';
import { heldBytes, predictMemory, type MemoryPrediction } from './memory.ts';
import type { ModelStart } from './openModel.ts';
import type { RunEvent } from './events.ts';
import type { TrainingSettings } from './settings.ts';

export interface MemoryReservation {
	readonly prediction: MemoryPrediction;
	/** As asked, or with activations that are recomputed. */
	readonly settings: TrainingSettings;
	readonly reservation: Reservation;
}

/** Throws OutOfMemoryError, and has taken nothing then. */
export async function reserveMemory(
	device: ComputeDevice,
	start: ModelStart,
	skills: readonly EncodedSkill[],
	asked: TrainingSettings,
): Promise<MemoryReservation> {
	const take = async (settings: TrainingSettings): Promise<MemoryReservation> => {
		const prediction = await predictMemory(device, start, skills, settings);
		return { prediction, settings, reservation: await device.reserve(prediction.programs) };
	};
	const less: TrainingSettings = { ...asked, activations: 'recomputed' };
	try {
		return await take(asked);
	} catch (error) {
		if (!(error instanceof OutOfMemoryError)) throw error;
		const again =
			asked.activations === 'recomputed' ? undefined : await take(less).catch(onlyOutOfMemory);
		if (again) return again;
		const mend = await suggestion(device, start, skills, less);
		throw mend ? withMend(error, mend) : error;
	}
}

/** What the run's log says of it. */
export function reservationEvents(
	{ prediction, settings }: MemoryReservation,
	asked: TrainingSettings,
): RunEvent[] {
	const memory = { type: 'memory', step: 0, bytes: heldBytes(prediction.use) } as const;
	if (settings.activations === asked.activations) return [memory];
	const message =
		'There is too little memory to keep activations for the backward pass: they are computed again. The numbers are the same, and each step takes longer.';
	return [memory, { type: 'warning', step: 0, message }];
}

function onlyOutOfMemory(error: unknown): undefined {
	if (!(error instanceof OutOfMemoryError)) throw error;
}

/** The first of ever smaller settings that the device's limits allow and that take less than half of what it refused. */
async function suggestion(
	device: ComputeDevice,
	start: ModelStart,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
): Promise<string | undefined> {
	const predicted = (changed: TrainingSettings, changedSkills = skills) =>
		predictMemory(device, start, changedSkills, changed).catch(onlyOutOfMemory);
	const asIs = await predicted(settings);
	// With limits alone in the way any that they allow will do; a memory that is full needs much less.
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
		return `Under Settings, choose ${what.join(' and ')}: the run then takes ${(heldBytes(found.use) / 1e6).toFixed(1)} MB.`;
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

/** As the experiment's schema has it. */
const leastContext = 16;

const shortenedSkill = (skill: EncodedSkill, context: number): EncodedSkill => ({
	...skill,
	train: shortened(skill.train, context),
	validation: shortened(skill.validation, context),
	heldOut: shortened(skill.heldOut, context),
});

const withMend = ({ data }: OutOfMemoryError, mend: string): OutOfMemoryError => {
	const { asked, held, limit, label } = data as {
		label: string;
		asked: number;
		held: number;
		limit?: number;
	};
	return outOfMemory(label, { asked, held, ...(limit !== undefined && { limit }) }, mend);
};
