/**
 * The training loss of a lane at every step, in nats per answer token: the mean over the skills of
 * each skill's newest losses, all skills alike. So lanes with different mixes are compared on the
 * same skills. A skill that is not drawn yet counts with the base model's held-out loss.
 */
import { mean } from '#engine/core/statistics.ts';
import { isMeasured } from '#lab/page/charts/series.ts';
import type { RunHistory } from '#lab/page/state/RunHistory.ts';

type History = Pick<RunHistory, 'length' | 'skillLoss' | 'base'>;

/**
 * [step]: the mean over each skill's last `window` losses; NaN while a skill has none.
 * `skills`: the trained ones, as indices in the experiment.
 */
export function lossCurve(history: History, skills: readonly number[], window: number) {
	const curve = new Float64Array(history.length + 1).fill(NaN);
	const newest = skills.map((skill) => {
		const base = history.base?.skills[skill]?.loss;
		return base === undefined ? [] : [base];
	});
	// Only what changed is averaged again: a frame draws eight curves of thousands of steps.
	const means = newest.map(mean);
	for (let step = 0; step <= history.length; step++) {
		skills.forEach((skill, i) => {
			const loss = step === 0 ? NaN : history.skillLoss[skill][step];
			if (!isMeasured(loss)) return;
			newest[i].push(loss);
			if (newest[i].length > window) newest[i].shift();
			means[i] = mean(newest[i]);
		});
		curve[step] = mean(means);
	}
	return curve;
}

/** Mean held-out loss over the skills at an evaluation. */
export const heldOutLoss = (
	evaluation: { readonly skills: readonly { readonly loss: number }[] },
	skills: readonly number[],
): number => mean(skills.map((skill) => evaluation.skills[skill].loss));
