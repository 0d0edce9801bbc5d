/** A law of a visitor's own files: measured to its end, then used by mix, workbench and race. */
import { expect, test, type Page } from '@playwright/test';
import { encodeLink } from '#lab/run/link.ts';
import { openExperiment } from './lab.ts';

const words = 'garden house tree river stone bread cheese apple window table'.split(' ');
const files = {
	// The base model knows some of them, so their scores differ from mix to mix.
	Sums: Array.from({ length: 200 }, (_, i) => {
		const [a, b] = [10 + (i % 67), 1 + (i % 9)];
		return { prompt: `${a} + ${b} =`, completion: String(a + b) };
	}),
	Twice: words.map((word) => ({ prompt: `twice: ${word}`, completion: word + word })),
	Capitals: words.map((word) => ({ prompt: `loud: ${word}`, completion: word.toUpperCase() })),
};

/** Opens an experiment of three files of the visitor. */
async function openOwnFiles(page: Page): Promise<void> {
	const experiment = await openExperiment(page, {
		steps: 10,
		evaluation: { every: 10, examples: 2, finalExamples: 60, samples: 1 },
	});
	const skills = await page.evaluate(async (files) => {
		const { client } = window.skillet!;
		for (const [name, rows] of Object.entries(files))
			await client['import.start']({
				importId: name,
				file: new File([rows.map((row) => JSON.stringify(row)).join('\n')], `${name}.jsonl`),
				mapping: { kind: 'columns', prompt: ['prompt'], answer: ['completion'] },
				options: { name, heldOutShare: 0.3, seed: 1, maskPrivate: false, role: 'domain' },
			});
		return (await client['skill.list']()).filter(({ source }) => source === 'file');
	}, files);
	const trained = skills.map(({ id, name, fingerprint: sha256, recipe }) => {
		return { id, name, version: 0, sha256, use: 'train' as const, recipe: recipe! };
	});
	await page.goto('about:blank');
	await page.goto(`/#${encodeLink({ ...experiment, skills: trained })}`);
	await expect(page.locator('[data-skill]')).toHaveCount(3);
}

const place = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const endedRuns = (page: Page): Promise<number> =>
	page.evaluate(async () => {
		const [study] = await window.skillet!.client['study.list']();
		return study.status.kind === 'idle' ? study.done : 0;
	});
const race = (page: Page) => page.getByRole('link', { name: /^Race this mix/ });
const marks = (page: Page) => page.getByTitle(/^Expected for this mix by the law: \d+\s%$/);

test(
	'a law of own files is measured to its end, and mix, marks and race use it',
	{ tag: '@long' },
	async ({ page }) => {
		await openOwnFiles(page);
		await expect(marks(page)).toHaveCount(0);
		await place(page, 'Studies');
		await page.getByRole('button', { name: 'Measure a law: 10 runs' }).click();
		// The law is kept although another place is open when the last run ends.
		await place(page, 'Workbench');
		await expect.poll(() => endedRuns(page)).toBe(10);
		await page.reload();
		await expect(marks(page)).toHaveCount(3);

		await place(page, 'Studies');
		await expect(page.getByText(/^A law explains/)).toBeVisible();
		await place(page, 'Studies');
		const findMix = page.getByRole('region', { name: 'Find a mix' });
		const counts = (name: string) => findMix.getByRole('checkbox', { name });
		// Without Sums, all runs score 0: none has learned the other two skills.
		await counts('Sums').uncheck();
		await expect(findMix.getByText(/all 10 measured mixes reach 0\s%/)).toBeVisible();
		await expect(race(page)).toHaveCount(0);
		await counts('Sums').check();
		await counts('Twice').uncheck();
		await race(page).click();
		const lanes = page.getByRole('article', { name: /^Lane / });
		await expect(lanes).toHaveCount(2);
		await page.getByRole('button', { name: '▶ Start' }).click();
		await expect(page.getByRole('button', { name: '▶ Race again' })).toBeVisible();
	},
);
