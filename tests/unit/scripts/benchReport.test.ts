/** The text of a finished study in the terminal. */
import { zipSync } from 'fflate';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { builtinInfos } from '#lab/worker/skills.ts';
import { buildReport, writeFiles } from '../../../scripts/lib/bench/report.ts';
import { mergeParts } from '../../../scripts/lib/bench/runner.ts';
import { smallStudy } from './benchStudy.ts';
import { testFolder } from '../../support/testFolder.ts';

const nothing = { interrupted: false, cells: [], errors: [], engines: [], events: [] };

test('a merge without events writes no file, and a broken part is named', async () => {
	const folder = testFolder();
	const plan = { study: smallStudy, skills: builtinInfos() };
	const gathered = { ...nothing, studies: [plan] };
	const outputs = { csv: path.join(folder, 'a.csv'), events: path.join(folder, 'events') };
	expect(() => writeFiles(buildReport(plan, gathered), gathered, outputs)).toThrow(
		/--events: the parts contain no events/,
	);
	expect(readdirSync(folder)).toEqual([]);

	const whole = zipSync({ 'report.jsonl': Buffer.from('{}'.repeat(5000)) });
	writeFileSync(path.join(folder, '1.zip'), whole.subarray(0, -100));
	await expect(mergeParts([folder], { folder })).rejects.toThrow(
		/--merge: .*1\.zip is broken \(.*\)\. Run that shard again\./,
	);
});
