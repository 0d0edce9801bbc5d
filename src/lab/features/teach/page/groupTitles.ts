/** What tells the groups of a class apart, in a few words each. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import * as format from '#languages/format.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { experimentDiff } from '#lab/run/experimentDiff.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { differenceWords, nameSkills, valueWords } from '#lab/page/words/diffWords.ts';
import { mixTitles } from '#lab/page/words/mixTitles.ts';
import { skillName } from '#lab/page/words/words.ts';
import { classWords as text } from '../words.ts';

type Lab = Pick<LabState, 'policy' | 'policyTitles'>;

/** More shares, skills or settings than these are no title. */
const mostNames = 3;

/** The policies; if these are alike, shares, trained skills or settings. */
export function groupTitles(experiments: readonly Experiment[], lab: Lab): readonly string[] {
	const shares = experiments.map(setShares);
	if (experiments.length > 1 && shares.every((title) => title !== null)) return shares;
	const titles = mixTitles(experiments, lab);
	return areUnique(titles) ? titles : withoutPolicies(experiments, titles, lab);
}

const areUnique = (titles: readonly string[]): boolean =>
	listsByKey(titles, String).size === titles.length;

/** Of an experiment with few fixed shares; null: it is another one. */
function setShares({ policy, skills }: Experiment): string | null {
	const ratios = policy.length === 1 ? policy[0].settings['ratios'] : undefined;
	if (typeof ratios !== 'object' || ratios === null) return null;
	const count = Object.keys(ratios).length;
	if (count === 0 || count > mostNames) return null;
	const path = 'policy[0].settings.ratios';
	return valueWords({ path, values: [] }, ratios, () => undefined, nameSkills([{ skills }]));
}

function withoutPolicies(
	experiments: readonly Experiment[],
	titles: readonly string[],
	lab: Lab,
): readonly string[] {
	const trained = experiments.map(({ skills }) => {
		const names = skills.filter(({ use }) => use === 'train').map(skillName);
		return names.length > mostNames ? '' : text.trained({ names });
	});
	if (areUnique(trained)) return trained;
	const differences = experimentDiff(experiments)
		.differences.filter(({ group }) => group !== 'policy' && group !== 'seed')
		.map((difference) => differenceWords(difference, experiments, (id) => lab.policy(id)))
		// A field that is absent here and 0 there says nothing.
		.filter(({ values }) => values.some((value) => value !== format.none && value !== '0'));
	return titles.map((title, i) => {
		const settings = differences
			.filter(({ values }) => values[i] !== format.none)
			.slice(0, mostNames)
			.map(({ field, values }) => text.setting({ field, value: values[i] }));
		return settings.length > 0 ? text.settings({ settings }) : title;
	});
}
