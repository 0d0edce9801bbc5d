/** A study of another lab: the same record and results, or an error that names the field. */
import { expect, it } from 'vitest';
import { say } from '#engine/core/message.ts';
import { openLab } from '../../../../tests/support/featureLab.ts';
import { doneCell, failedCell, studyRecord } from '../../../../tests/support/studyValues.ts';
import { studyText } from '#lab/study/keptStudy.ts';

const outcomes = [
	doneCell('uniform 1', 0.1 + 0.2),
	{
		...failedCell('proportional 1'),
		message: say(
			'a run with this id is stored here, and it trains another experiment. The entry was left out.',
		),
	},
	failedCell('proportional 2'),
] as const;
/** The study of `studyRecord()` on the lab's own experiment, with the scores of its two skills. */
async function fileOf(change = (text: string) => text) {
	const lab = await openLab();
	const { study, ...others } = studyRecord({ going: true });
	const groups = { domain: lab.experiment.skills.map(({ id }) => id), general: [] };
	const record = { ...others, study: { ...study, experiment: lab.experiment, groups } };
	const text = studyText({ record, outcomes: outcomes.map(forTwoSkills) });
	return { lab, record, file: new File([change(text)], 'study.json') };
}
function forTwoSkills(outcome: (typeof outcomes)[number]) {
	if (outcome.kind === 'failed') return outcome;
	const twice = <T>([entry]: readonly T[]) => [entry, entry];
	const { result } = outcome;
	const base = { ...result.base, skills: twice(result.base.skills) };
	const mixAt = result.mixAt.map(({ step, weights }) => ({ step, weights: twice(weights) }));
	return { ...outcome, result: { ...result, base, final: base, mixAt } };
}

it('has the same bits, is paused, and replaces nothing', async () => {
	const { lab, record, file } = await fileOf();
	const { client, stores } = lab;
	expect(await client['study.restore']({ file })).toBe(true);
	const opened = await client['study.open']({ studyId: record.id });
	expect(opened.record).toEqual({ ...record, going: false });
	const byCell = (a: { cell: string }, b: { cell: string }) => a.cell.localeCompare(b.cell);
	expect(opened.outcomes.toSorted(byCell)).toEqual(outcomes.map(forTwoSkills).sort(byCell));
	await stores.studies.put({ ...record, keepRuns: true });
	expect(await client['study.restore']({ file })).toBe(false);
	expect((await client['study.open']({ studyId: record.id })).record.keepRuns).toBe(true);
});

it.each([
	['that is cut', (text: string) => text.slice(0, -20), /study\.json/],
	['with a score above 1', (text: string) => text.replace('"exact":0.3', '"exact":1.3'), /exact/],
	[
		'of another study',
		(text: string) => text.replace(/"studyId":"study-1"/, '"studyId":"x"'),
		/studyId/,
	],
	[
		'of a skill less',
		(text: string) => text.replace('"weights":[1,1]', '"weights":[1]'),
		/weights/,
	],
])('a file %s is refused, and nothing is stored', async (_, change, error) => {
	const { lab, file } = await fileOf(change);
	await expect(lab.client['study.restore']({ file })).rejects.toThrow(error);
	expect(await lab.stores.studies.list()).toEqual([]);
});
