/** The text of a finished study in the terminal. */
import { expect, test } from 'vitest';
import { reportSentence } from '#lab/features/studies/reportSentence.ts';
import type { Study } from '#lab/features/studies/model/study.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { listCells } from '../../../scripts/lib/bench/plan.ts';
import { buildReport, reportText } from '../../../scripts/lib/bench/report.ts';
import { benchResult, smallStudy } from './benchStudy.ts';

test('the terminal shows what the comparisons named beforehand came to', () => {
	const study: Study = {
		...smallStudy,
		analysis: {
			outcome: 'average',
			comparisons: 'uniform',
			over: [],
			correction: 'holm',
			margin: null,
			effect: null,
			targetLoss: {},
		},
	};
	const plan = { study, skills: builtinInfos() };
	const cells = listCells(plan).map(({ key, factors }, i) => ({
		key,
		stored: true,
		device: 'x',
		result: benchResult(factors, 0.4 + 0.01 * i ** 2),
	}));
	const gathered = {
		interrupted: false,
		studies: [plan],
		cells,
		errors: [],
		searches: [],
		engines: [],
		events: [],
	};
	const made = buildReport(plan, gathered);
	const lines = reportText(made, gathered).split('\n');
	const at = lines.indexOf('Comparisons named beforehand');
	const named = made.report.planned!.comparisons.map(({ message }) => reportSentence(message));
	expect(named).toHaveLength(2);
	expect(lines.slice(at + 1, at + 3)).toEqual(named.map((line) => `  ${line}`));
});
