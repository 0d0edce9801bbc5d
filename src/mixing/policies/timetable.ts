/**
 * A drawn schedule (ours): shares at chosen steps t_0 < t_1 < …, linear between them.
 *
 *     p(t) = (1 − u) p(t_n) + u p(t_n+1),   u = (t − t_n) / (t_n+1 − t_n)     p [K] shares
 *
 * Before the first and after the last of these steps the shares are constant.
 */
import { settingsOf, type Timetable } from '#engine/core/parameters.ts';
import type { PolicyMessage } from '../messages.ts';
import { passiveMixer } from '../mixers.ts';
import { policyOf, type MixSkill } from '../policy.ts';
import { equalShares, sharesFromRatios } from '../shares.ts';

export const timetable = policyOf('timetable', {
	clock: 'run',
	parameters: settingsOf('timetable', { points: { kind: 'timetable' } }),
	createMixer: ({ points }, { skills }) => {
		const curve = shareCurve(points, skills);
		return passiveMixer(
			(step) => ({ by: 'weights', weights: curve(step) }),
			(step) => explainSchedule(points, step),
		);
	},
});

function shareCurve(points: Timetable, skills: readonly MixSkill[]): (step: number) => number[] {
	const nodes = points.map(({ step, ratios }, i) => ({
		step,
		shares: sharesFromRatios(ratios, skills, `points[${i}].ratios`),
	}));
	return (step) => {
		if (nodes.length === 0) return equalShares(skills.length);
		const after = nodes.findIndex((node) => node.step > step);
		if (after === 0) return nodes[0].shares;
		if (after === -1) return nodes[nodes.length - 1].shares;
		const from = nodes[after - 1];
		const to = nodes[after];
		const t = (step - from.step) / (to.step - from.step);
		return from.shares.map((share, i) => (1 - t) * share + t * to.shares[i]);
	};
}

function explainSchedule(points: Timetable, step: number): PolicyMessage {
	if (points.length === 0) return { id: 'timetable.empty', values: {} };
	const next = points.find((point) => point.step > step);
	if (next === undefined) return { id: 'timetable.after', values: {} };
	const id = step < points[0].step ? 'timetable.before' : 'timetable.between';
	return { id, values: { step: next.step } };
}
