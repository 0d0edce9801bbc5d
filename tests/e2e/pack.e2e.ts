/** One file with an experiment and its data, and one with the whole lab, each opened elsewhere. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { encodeLink } from '#lab/run/link.ts';
import { button, curve, openExperiment, standing, storedRuns } from './lab.ts';

const dialog = (page: Page) => page.getByRole('dialog');

async function openShare(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await expect(dialog(page).getByRole('button', { name: 'Save one file…' })).toBeVisible();
}
async function saved(page: Page, name: string): Promise<Buffer> {
	const coming = page.waitForEvent('download');
	await dialog(page).getByRole('button', { name, exact: true }).click();
	return readFile(await (await coming).path());
}
async function drop(page: Page, content: Buffer, name = 'shared.zip'): Promise<void> {
	const transfer = await page.evaluateHandle(
		({ base64, name }) => {
			const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
			const data = new DataTransfer();
			data.items.add(new File([bytes], name));
			return data;
		},
		{ base64: content.toString('base64'), name },
	);
	await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Opens an experiment that trains a file of the visitor beside a built-in skill. */
async function openWithSums(page: Page): Promise<void> {
	const experiment = await openExperiment(page, { steps: 10 });
	const skill = await page.evaluate(async () => {
		const { client } = window.skillet!;
		const rows = Array.from({ length: 60 }, (_, i) =>
			JSON.stringify({ prompt: `${i} + 1 =`, completion: `${i + 1}` }),
		);
		const { skillId } = await client['import.start']({
			importId: 'sums',
			file: new File([rows.join('\n')], 'sums.jsonl'),
			mapping: { kind: 'columns', prompt: ['prompt'], answer: ['completion'] },
			options: { name: 'Sums', heldOutShare: 0.2, seed: 1, maskPrivate: false, role: 'domain' },
		});
		return (await client['skill.list']()).find(({ id }) => id === skillId)!;
	});
	const sums = {
		id: skill.id,
		name: skill.name,
		version: 0,
		sha256: skill.fingerprint,
		use: 'train',
		recipe: skill.recipe!,
	} as const;
	const link = encodeLink({ ...experiment, skills: [sums, ...experiment.skills] });
	await page.goto('about:blank');
	await page.goto(`/#${link}`);
	await expect(page.locator('[data-skill]')).toHaveCount(4);
}

test('a shared file opens its data, run and experiment elsewhere, with the same bits', async ({
	page,
	browser,
}) => {
	await openWithSums(page);
	await button(page, '▶ Train').click();
	await expect(standing(page)).toHaveText('Finished: 10 steps.');
	const [{ id }] = await storedRuns(page);
	await openShare(page);
	await expect(dialog(page).getByRole('checkbox', { name: /^Sums: 60 rows/ })).toBeChecked();
	const file = await saved(page, 'Save one file…');
	await dialog(page)
		.getByRole('checkbox', { name: /^Sums: 60 rows/ })
		.uncheck();
	await expect(dialog(page)).toContainText('Rows that are left out stay here');
	const withoutRows = await saved(page, 'Save one file…');
	expect(withoutRows.includes('59 + 1 =')).toBe(false);
	expect(file.includes('59 + 1 =')).toBe(true);

	const other = await (await browser.newContext()).newPage();
	await openExperiment(other);
	// Half of the file names the entry, and stores nothing.
	await drop(other, file.subarray(0, file.length / 2));
	await expect(other.getByRole('alert')).toContainText('it was cut off: “');
	expect(await storedRuns(other)).toEqual([]);
	await drop(other, file);
	await expect(other.getByText('shared.zip: 2 parts are stored')).toBeVisible();
	await expect(other.locator('[data-skill]')).toHaveCount(4);
	expect(await curve(other, id)).toEqual(await curve(page, id));
	// The run is on the workbench, and is not compared with itself.
	await expect(standing(other)).toHaveText('Finished: 10 steps.');
	await expect(other.getByText('✓ Same as the link says, bit for bit.')).toBeHidden();
	// Trained again there, the run has the same bits.
	await button(other, '▶ Train again').click();
	await expect(other.getByText('✓ Same as the link says, bit for bit.')).toBeVisible();
	await drop(other, file);
	await expect(other.getByText('shared.zip: nothing new, 2 were here already.')).toBeVisible();
	await other.context().close();
});

/** What a lab holds besides its runs, data and models. */
const work = (page: Page) =>
	page.evaluate(async () => {
		const { client } = window.skillet!;
		const studies = (await client['study.list']()).map(({ record }) => record.id);
		const answers = (await client['answer.list']({})).map(({ id }) => id);
		return {
			studies: await Promise.all(studies.map((studyId) => client['study.open']({ studyId }))),
			answers: await Promise.all(answers.map((id) => client['answer.open']({ id }))),
			lessons: (JSON.parse(localStorage.getItem('skillet.lessons')!) as { own: unknown }).own,
		};
	});
/** A study with a result, an answer with a mark, … */
const makeWork = (page: Page, runId: string) =>
	page.evaluate(async (runId) => {
		const { client } = window.skillet!;
		const { experiment } = (await client['run.list']()).find(({ id }) => id === runId)!;
		const { policy, seed } = experiment;
		const study = {
			version: 1,
			title: 'One run',
			about: '',
			experiment,
			policies: policy.map(({ id, settings }) => ({ label: id, id, settings })),
			seeds: [seed],
			axes: {},
			budget: null,
			against: [],
			target: null,
			groups: { domain: experiment.skills.map(({ id }) => id), general: [] },
		} as const;
		await client['study.create']({ studyId: 's', study, keepRuns: false });
		const ended = new Promise<void>((resolve) =>
			client.subscribe((event) => {
				if (event.event === 'study.status' && event.status.kind === 'idle') resolve();
			}),
		);
		await client['study.play']({ studyId: 's' });
		await ended;
		const [{ sha256: questions }] = await client['question.list']();
		const set = await client['question.open']({ sha256: questions });
		const rows = set.questions.map(({ id }) => `${JSON.stringify({ id, answer: 'Yes.' })}\n`);
		const file = new File(rows, 'yes.jsonl');
		const { info } = await client['answer.import']({ questions, file });
		const by = { kind: 'person', name: 'Ada' } as const;
		const question = set.questions[0].id;
		await client['answer.score']({
			scores: [{ answerSet: info.id, question, category: 'accuracy', value: 0.5, by }],
		});
	}, runId);

test(
	'a backup of the whole lab restores elsewhere and replaces nothing',
	{ tag: '@long' },
	async ({ page, browser }) => {
		await openWithSums(page);
		await button(page, '▶ Train').click();
		await expect(standing(page)).toHaveText('Finished: 10 steps.');
		const [run] = await storedRuns(page);
		await makeWork(page, run.id);
		await drop(page, await readFile('src/lab/features/teach/lessons/example/en.md'), 'own.md');
		await expect(page.getByRole('heading', { name: 'Twice as long' })).toBeVisible();
		await openShare(page);
		await dialog(page).getByText('Back up the whole lab').click();
		await expect(
			dialog(page).getByText(/^In it: .*1 data set, .*1 run, .*1 study, .*, about/),
		).toContainText('1 lesson');
		const file = await saved(page, 'Back up…');
		const made = await work(page);
		expect(made.studies[0].outcomes).toHaveLength(1);
		expect(made.answers[0].scores).toHaveLength(1);

		const other = await (await browser.newContext()).newPage();
		await openExperiment(other, { steps: 2 });
		await button(other, '▶ Train').click();
		await expect(standing(other)).toHaveText('Finished: 2 steps.');
		const before = await storedRuns(other);
		// A cut file names the entry and stores nothing, also near its end.
		await drop(other, file.subarray(0, file.lastIndexOf('"outcomes"')));
		await expect(other.getByRole('alert')).toContainText('it was cut off: “');
		expect(await storedRuns(other)).toEqual(before);
		await drop(other, file);
		await expect(other.getByText(/shared\.zip: \d parts are stored .*/)).toBeVisible();
		const after = await storedRuns(other);
		expect(after.map(({ id }) => id).sort()).toEqual([run.id, before[0].id].sort());
		expect(after.find(({ id }) => id === before[0].id)).toEqual(before[0]);
		expect(await curve(other, run.id)).toEqual(await curve(page, run.id));
		const names = await other.evaluate(async () =>
			(await window.skillet!.client['skill.list']()).map(({ name }) => name),
		);
		expect(names).toContain('Sums');
		expect(await work(other)).toEqual(made);
		await drop(other, file);
		await expect(other.getByText(/shared\.zip: nothing new, \d were here already/)).toBeVisible();
		expect(await work(other)).toEqual(made);
		await other.context().close();
	},
);
