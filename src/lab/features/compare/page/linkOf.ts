/** The link of a comparison. */
import { maxLanes, type LinkContent } from '#lab/run/link.ts';
import type { Study } from '#lab/study/study.ts';

/** The first policy is the experiment's. null: the study has what a link cannot say. */
export function linkOf({ experiment, policies, axes, budget }: Study): LinkContent | null {
	const lanes = policies.map(({ label: _, id, settings, switches = [], ...others }) => ({
		policy: [{ fromStep: 0, id, settings }, ...switches],
		isPlain: Object.keys(others).length === 0,
	}));
	const isPlain = lanes.every((lane) => lane.isPlain) && budget === null;
	if (!isPlain || Object.keys(axes).length > 0 || lanes.length > maxLanes) return null;
	const [first, ...race] = lanes.map(({ policy }) => policy);
	return race.length > 0 ? { experiment: { ...experiment, policy: first }, race } : null;
}
