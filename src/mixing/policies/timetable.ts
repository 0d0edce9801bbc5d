/** A drawn schedule: shares at some steps, linear in between, constant before the first and after the last. */
import type { Timetable } from '#core/parameters.ts';
import { passiveMixer } from '../passiveMixer.ts';
import { definePolicy } from '../policy.ts';
import { equalShares, sharesFromRatios } from '../shares.ts';

export const timetable = definePolicy({
	id: 'timetable',
	title: 'Drawn schedule',
	summary:
		'You draw how the shares change over the run; they move in straight lines between your points.',
	parameters: {
		points: {
			kind: 'timetable',
			label: 'Schedule',
			help: 'Shares at chosen steps, counted from the start of the run. Between two points they change linearly.',
		},
	},
	createMixer: ({ points }, { skills }, restored) => {
		const ids = skills.map((skill) => skill.id);
		const curve = shareCurve(points, ids);
		return passiveMixer(
			{
				planAt: (step) => ({ by: 'weights', weights: curve(step) }),
				sentenceAt: (step) => sentence(points, step),
			},
			restored,
		);
	},
});

function shareCurve(points: Timetable, ids: readonly string[]): (step: number) => number[] {
	const nodes = points.map(({ step, ratios }, i) => ({
		step,
		shares: sharesFromRatios(ratios, ids, `points[${i}].ratios`),
	}));
	return (step) => {
		if (nodes.length === 0) return equalShares(ids.length);
		const after = nodes.findIndex((node) => node.step > step);
		if (after === 0) return nodes[0].shares;
		if (after === -1) return nodes[nodes.length - 1].shares;
		const from = nodes[after - 1];
		const to = nodes[after];
		const t = (step - from.step) / (to.step - from.step);
		return from.shares.map((share, i) => (1 - t) * share + t * to.shares[i]);
	};
}

function sentence(points: Timetable, step: number): string {
	if (points.length === 0)
		return 'Nothing is drawn yet, so every skill is drawn equally often; add a point to the schedule.';
	const next = points.find((point) => point.step > step);
	if (next === undefined) return 'The schedule has no later point: these shares stay to the end.';
	if (step < points[0].step)
		return `These shares stay until the schedule's first point at step ${next.step}.`;
	return `Your schedule moves the shares in a straight line to those of step ${next.step}.`;
}
