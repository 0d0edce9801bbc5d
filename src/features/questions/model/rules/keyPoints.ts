/** Completeness: the points that the answer must make. */
import * as v from 'valibot';
import { count, defineRule, points, quoted } from '../rule.ts';
import { hasPhrase, words } from '../text.ts';

export const keyPoints = defineRule({
	kind: 'keyPoints',
	title: 'Makes these points',
	about:
		'The share of the points that the answer makes. A point is made if its words follow each ' +
		'other in the answer; one of several wordings is enough. With `enough`, so many points ' +
		'give the full mark. Endings -s, -es, -ed, -ing are not compared.',
	categories: ['completeness', 'accuracy', 'specificity', 'consideration', 'safety'],
	settings: { points, enough: v.exactOptional(count(1, 200)) },
	demand: ({ points: all, enough = 1 }) =>
		enough > all.length
			? `enough is ${enough}, but there are only ${all.length} points. Lower it.`
			: undefined,
	example: { points: ['click', ['impressions', 'views']] },
	sentence: (settings) =>
		`The share of these points that the answer makes, in one of the wordings each${settings.enough === undefined ? '' : ` (${settings.enough} are enough)`}: ${quoted(settings.points)}.`,
	measure(settings, _, answer) {
		const said = words(answer);
		const missing = settings.points.filter(
			(point) => ![point].flat().some((wording) => hasPhrase(said, wording)),
		);
		const made = settings.points.length - missing.length;
		return {
			value: Math.min(1, made / (settings.enough ?? settings.points.length)),
			why:
				missing.length === 0
					? `All ${made} points.`
					: `${made} of ${settings.points.length} points; missing ${quoted(missing)}.`,
		};
	},
});
