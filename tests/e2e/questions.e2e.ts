/** Evaluation: a built-in set, answers of models and of a file, marks blind and from a file. */
import { expect, test, type Page } from '@playwright/test';
import { button, openExperiment, standing } from './lab.ts';

const place = (page: Page) => page.getByRole('main', { name: 'Questions' });
const toQuestions = (page: Page) =>
	page.getByRole('navigation').getByRole('button', { name: 'Questions' }).click();
const importLines = (page: Page, what: string, name: string, lines: readonly unknown[]) =>
	page
		.locator(`input[type="file"][aria-label="Import ${what}…"]`)
		.setInputFiles({
			name,
			mimeType: 'application/jsonl',
			buffer: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
		});

test('a set is answered, scored, marked blind and by a file of scores', async ({ page }) => {
	await openExperiment(page, { steps: 12 });
	await button(page, '▶ Train').click();
	await expect(standing(page)).toHaveText('Finished: 12 steps.');

	await toQuestions(page);
	await expect(place(page).getByRole('status').first()).toHaveText('45 of 45 questions');
	await place(page).getByRole('button', { name: 'Answer now' }).click();
	const table = page.getByRole('table', { name: 'Scores' });
	// Each model has a row, and one for each part of the questions.
	await expect(table.getByRole('row')).toHaveCount(7);
	await expect(table.getByRole('row').nth(1)).toContainText('zero-shot');
	// The built-in models cannot be polite, so such categories count nowhere.
	await expect(
		table
			.getByRole('row')
			.nth(1)
			.getByTitle(/^not applicable/),
	).toHaveCount(4);
	await expect(table.getByRole('row').nth(4)).toContainText(/[+−]0\.\d{3}/);

	const lines = ['copy-1', 'copy-2'].map((id) => ({ id, answer: 'one two' }));
	await importLines(page, 'answers', 'mine.jsonl', [...lines, { id: 'nobody', answer: 'x' }]);
	const problem = place(page).getByRole('alert');
	await expect(problem).toContainText('line 3.id: “nobody” is not a question of this set');
	await expect(table.getByRole('row')).toHaveCount(7);
	await importLines(page, 'answers', 'mine.jsonl', lines);
	await expect(table.getByRole('row')).toHaveCount(8);
	await expect(problem).toHaveCount(0);

	await page
		.getByRole('row', { name: /^copy-1/ })
		.getByRole('button')
		.click();
	await expect(page.getByRole('article')).toHaveCount(3);
	await expect(page.getByRole('article', { name: 'mine' })).toContainText('one two');
	await expect(page.getByRole('article', { name: 'mine' })).toContainText('Rule ');
	await page.getByRole('button', { name: 'All questions' }).click();

	// Two questions have three answers: two pairs, and two single answers.
	await page.getByRole('button', { name: 'Mark blind…' }).click();
	await page.getByLabel('Your name').fill('Ada');
	await page.getByRole('button', { name: /^Mark \d+ questions$/ }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByText('0 of 4 done')).toBeVisible();
	await expect(dialog).not.toContainText(/zero-shot|mine/);
	await markPair(page);
	await expect(dialog.getByText('1 of 4 done')).toBeVisible();
	await page.reload();
	await toQuestions(page);
	await page.getByRole('button', { name: 'Continue as Ada' }).click();
	await expect(dialog.getByText('1 of 4 done')).toBeVisible();
	for (const done of [2, 3]) {
		await markPair(page);
		await expect(dialog.getByText(`${done} of 4 done`)).toBeVisible();
	}
	await markPair(page);
	await expect(dialog.getByRole('table', { name: 'Who was who' })).toContainText('mine');
	await page.getByRole('button', { name: 'To the report' }).click();

	const by = { kind: 'judge', model: 'referee' };
	const scores = lines.map(({ id }) => {
		return { answerSet: 'mine', question: id, category: 'accuracy', value: 0, by };
	});
	await importLines(page, 'marks', 'scores.jsonl', scores);
	await page.getByText('How these numbers are computed').click();
	await expect(page.getByText(/^Agreement of judge referee, person Ada: /)).toBeVisible();
});

/** Marks every unmarked answer by key. */
async function markPair(page: Page): Promise<void> {
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByRole('group', { name: /^\d+ of \d+$/ })).toBeFocused();
	const cells = dialog.getByRole('group', { name: /^(Left|Right|Answer), / });
	const count = await cells.count();
	for (let i = 0; i < count; i++) await page.keyboard.press(String(1 + (i % 5)));
	await expect(dialog.getByText('All marked: press Enter.').last()).toBeVisible();
	await page.keyboard.press('Enter');
}
