/** English words of the left column: policy, shares, schedule, preparation, overall scores. */
import { inLanguage } from '#engine/core/language.ts';
import { en } from '#lab/page/words/en.ts';
import { withSign } from '#engine/core/text.ts';
import { count, duration, percent, plural } from '#lab/page/words/format.ts';
import { policyManifestEnglish } from './manifest.en.ts';

const mix = {
	...policyManifestEnglish.topics.mix,
	shares: 'Share of each batch',
	sharesHelp:
		'How much of the batches each skill fills. When you move a share, the run continues with ' +
		'fixed ratios, and the other skills give or take the difference.',
	share: (skill: string) => `Share of ${skill}`,
	hold: 'hold',
	holdShare: (skill: string) => `Hold the share of ${skill} while others move`,
	watched: 'watched only',
	average: 'average',
	worst: 'worst',
	averageHelp:
		'The share of held-out prompts whose whole answer is right: the mean over the trained ' +
		'skills, and the lowest of them.',
	averageShort: 'Average and worst skill',
	standing: (average: string, worst: string) =>
		`Exact match over the steps. Average ${average}, worst skill ${worst}.`,
	planned: (step: number, title: string) => `From step ${count(step)}: ${title}`,
};

const timetable = {
	title: 'Schedule',
	chart: (points: number) => `Drawn schedule with ${points} points`,
	hint: 'Click in the drawing to add a point.',
	add: 'Add a point',
	point: (step: number) => `Point at step ${count(step)}`,
	atStep: 'At step',
	remove: 'Remove the point',
};

const preparation = {
	...en.policy.preparation,
	needed: (cost: string) => `${cost || 'It prepares first.'} Or use a kept preparation.`,
	paused: 'Cut short. The finished part is kept, and training continues it.',
	fromKept: (name: string) => `Uses “${name}”, which was kept before.`,
	fromMissing: 'Uses a preparation that is not here: import its file, or choose another.',
	done: (updates: number, measured: number, milliseconds: number) =>
		`Prepared in ${duration(milliseconds)}: ${[
			updates > 0 && plural(updates, 'update'),
			measured > 0 && `${plural(measured, 'example')} measured`,
		]
			.filter(Boolean)
			.join(', ')}.`,
	nameDefault: (title: string, step: number) =>
		step > 0 ? `${title}, from step ${count(step)}` : title,
	keptAs: (name: string) => `Kept as “${name}”.`,
	kept: (kept: number) => `Kept preparations (${count(kept)})`,
	noneKept: 'None is kept yet.',
	useName: (name: string) => `Use ${name}`,
	export: 'Export',
	exportName: (name: string) => `Export ${name} to a file`,
	import: 'Import a file…',
	imported: (name: string) => `“${name}” is here.`,
	importedOther: (name: string, policy: string) =>
		`“${name}” is here. It belongs to ${policy}: pick that policy to use it.`,
	sureDelete: 'Delete for good?',
	deleted: (name: string) => `“${name}” is deleted.`,
	made: (day: string, size: string) => `${day}, ${size}`,
	failed: 'The preparation could not be kept, read or deleted.',
};

/** `share`: of the computation of the steps. */
const probeCost = (share: number): string =>
	`Its measurements take about ${percent(share)} of the computation of the steps, in addition.`;

interface Evaluated {
	readonly step: number;
	readonly evaluations: number;
}
/** Changes of exact match per 10 steps. `before`: null if it is unknown. */
interface Rates {
	readonly before: number | null;
	readonly after: number;
}
const rate = (share: number) =>
	Math.abs(100 * share)
		.toFixed(1)
		.replace('.0', '');
const since = {
	early: ({ step, evaluations }: Evaluated) =>
		`Since the switch at step ${count(step)}: too early to tell, after ` +
		`${evaluations === 0 ? 'no evaluation' : plural(evaluations, 'evaluation')}.`,
	same: ({ step, evaluations }: Evaluated) =>
		`Since the switch at step ${count(step)}: no trend changed beyond chance, after ` +
		`${plural(evaluations, 'evaluation')}.`,
	changed: (step: number, changes: readonly string[]) =>
		`Since the switch at step ${count(step)}: ${changes.join('; ')}.`,
	stopped: (skill: string, { before }: Rates) =>
		`${skill} stopped improving (before: +${rate(before ?? 0)} points per 10 steps)`,
	gains: (skill: string, { after, before }: Rates) =>
		`${skill} gains ${rate(after)} points per 10 steps${earlier(before)}`,
	falls: (skill: string, { after, before }: Rates) =>
		`${skill} loses ${rate(after)} points per 10 steps${earlier(before)}`,
};
const earlier = (before: number | null): string =>
	before === null ? '' : ` (before: ${withSign(100 * before, 1)})`;

/** The button of the policy “Fixed ratios”. */
const fixed = 'Fixed';
const fixedHelp = 'Holds the shares of the newest batch until you move one.';

export const policyEnglish = { fixed, fixedHelp, since, mix, timetable, preparation, probeCost };
export const policyWords = inLanguage('policy', policyEnglish);
