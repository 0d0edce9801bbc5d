/** The two depths of the page, and the one list of what Simple leaves to Lab. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { LinkContent } from '#lab/run/link.ts';
import type { LinkView } from '#lab/run/linkView.ts';
import { quickPolicies } from '#lab/page/policy/menu.ts';
import { trainsTheSame } from './experiments.ts';

/** simple: what a first visitor needs. lab: everything. */
export type Depth = NonNullable<LinkView['depth']>;
export const depths = ['simple', 'lab'] as const satisfies readonly Depth[];

/**
 * Parts of the page that Simple hides. `more`: its menu “More” opens them. `guide`: it shows
 * them beside a lesson. Keys open what they open in Lab. Names of places and dialogs are those
 * that links store.
 */
const hidden = {
	class: 'more',
	runs: 'more',
	questions: 'more',
	data: 'more',
	models: 'more',
	settings: 'more',
	tables: 'more',
	help: 'more',
	/** The name of the experiment's model. */
	experiment: 'lab',
	/** Run to step, and Stop. */
	runTo: 'lab',
	device: 'lab',
	/** Tokens per second, and the time of probes. */
	rate: 'lab',
	/** The list of all policies, and the settings of the chosen one. */
	policies: 'lab',
	/** Question marks and tags beside terms. */
	terms: 'lab',
	/** The mix over the steps: no lesson's text speaks of it, and the drawing needs its room. */
	overTime: 'lab',
	why: 'guide',
	results: 'guide',
	tryIt: 'guide',
} as const;
export type LabPart = keyof typeof hidden;

/** How Simple hides a part; undefined: it shows it. */
export const hiddenHow = (part: string): 'more' | 'lab' | 'guide' | undefined =>
	Object.hasOwn(hidden, part) ? hidden[part as LabPart] : undefined;
export const labParts = Object.keys(hidden) as readonly LabPart[];

/**
 * Whether a link that does not say its depth needs Lab. It does not if Simple has the controls for
 * all that it changes: the default experiment with any seed and one of the five mixes. An author
 * who hid parts has chosen from all of them.
 */
export function needsLab(
	{ experiment, view }: Pick<LinkContent, 'experiment' | 'view'>,
	plain: Experiment,
): boolean {
	const [{ id, settings }, ...later] = experiment.policy;
	const isMix = (quickPolicies as readonly string[]).includes(id);
	const isPlain = id === 'fixed' || Object.keys(settings).length === 0;
	return (
		view?.hide !== undefined ||
		later.length > 0 ||
		!isMix ||
		!isPlain ||
		!trainsTheSame({ ...experiment, seed: plain.seed, policy: plain.policy }, plain)
	);
}
