/** The half of a step that a policy learns from: its probes, measured at once, and the batch's losses by skill. */
import type { Mixer } from '#mixing/policy.ts';
import type { Learner, StepScalars } from './learner.ts';
import { serveProbe, type ProbeWorld } from './probes.ts';

/** Asks a mixer what it wants measured after `step`, measures it at once, and tells it. True if it asked for anything. */
export async function observeProbes(
	mixer: Mixer,
	{ step, batchLoss }: { readonly step: number; readonly batchLoss: readonly (number | null)[] },
	world: ProbeWorld,
	learner: Learner,
	ahead: StepScalars,
): Promise<boolean> {
	const results = [];
	for (const probe of mixer.probes(step))
		results.push(await serveProbe(probe, world, learner, ahead));
	mixer.observe({ step, batchLoss, results });
	return results.length > 0;
}

/** Mean of the examples' losses by skill; null where the batch had none of it. */
export function meanLosses(
	losses: Float64Array,
	skills: readonly number[],
	count: number,
): (number | null)[] {
	const sums = new Array<number>(count).fill(0);
	const numbers = new Array<number>(count).fill(0);
	skills.forEach((skill, i) => {
		sums[skill] += losses[i];
		numbers[skill]++;
	});
	return sums.map((sum, skill) => (numbers[skill] === 0 ? null : sum / numbers[skill]));
}
