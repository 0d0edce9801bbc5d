/** The text of a finished study in the terminal. */
import { zipSync } from 'fflate';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { reportSentence } from '#lab/features/studies/reportSentence.ts';
import type { Study } from '#lab/features/studies/model/study.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { listCells } from '../../../scripts/lib/bench/plan.ts';
import { buildReport, reportText, writeFiles } from '../../../scripts/lib/bench/report.ts';
import { mergeParts } from '../../../scripts/lib/bench/runner.ts';
import { benchResult, smallStudy } from './benchStudy.ts';
import { testFolder } from '../../support/testFolder.ts';

const nothing = { interrupted: false, cells: [], errors: [], engines: [], events: [] };

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
	const made = buildReport(plan, { ...nothing, studies: [plan], cells });
	const lines = reportText(made).split('\n');
	const at = lines.indexOf('Comparisons named beforehand');
	const named = made.report.planned!.comparisons.map(({ message }) => reportSentence(message));
	expect(named).toHaveLength(2);
	expect(lines.slice(at + 1, at + 3)).toEqual(named.map((line) => `  ${line}`));
});

test('a merge without events writes no file, and a broken part is named', async () => {
	const folder = testFolder();
	const plan = { study: smallStudy, skills: builtinInfos() };
	const gathered = { ...nothing, studies: [plan] };
	const outputs = { csv: path.join(folder, 'a.csv'), events: path.join(folder, 'events') };
	const page = { html: async () => '', figures: async () => [] };
	const written = writeFiles(buildReport(plan, gathered), gathered, outputs, page);
	await expect(written).rejects.toThrow(/--events: the parts contain no events/);
	expect(readdirSync(folder)).toEqual([]);

	const whole = zipSync({ 'report.jsonl': Buffer.from('{}'.repeat(5000)) });
	writeFileSync(path.join(folder, '1.zip'), whole.subarray(0, -100));
	await expect(mergeParts([folder], { folder })).rejects.toThrow(
		/--merge: .*1\.zip is broken \(.*\)\. Run that shard again\./,
	);
});
