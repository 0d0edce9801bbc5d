/** A visitor's own files: mapped, imported, deleted, restored, and required by a link. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { skillRows } from './lab.ts';

/** Rows of an unknown shape. One has no answer, and one appears twice. */
const rows = Array.from({ length: 40 }, (_, i) => ({
	Story: `A box holds ${i} eggs.`,
	Question: 'How many eggs?',
	Answer: i,
}));
const eggs = {
	name: 'eggs.json',
	mimeType: 'application/json',
	buffer: Buffer.from(JSON.stringify([...rows, rows[3], { Story: 'No answer here.' }])),
};

const findDialog = (page: Page) => page.getByRole('dialog');
const open = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

type Given = typeof eggs;
async function give(page: Page, button: Locator, files: Given[]): Promise<void> {
	const chooser = page.waitForEvent('filechooser');
	await button.click();
	await (await chooser).setFiles(files);
}

async function openImport(page: Page): Promise<Locator> {
	await open(page, 'Data');
	return page.getByRole('main', { name: 'Data' });
}

/** Imports eggs.json with a fifth held out, and puts it into the experiment. */
async function importEggs(page: Page): Promise<void> {
	const data = await openImport(page);
	await give(page, data.getByRole('button', { name: 'Choose files…' }), [eggs]);
	await data.getByRole('button', { name: 'Yes: Answer is the answer' }).click();
	await data.getByRole('textbox', { name: 'Instruction' }).fill('Count: {Story}');
	await page.keyboard.press('Tab');
	await expect(
		data.getByRole('cell', { name: 'Count: A box holds 1 eggs. How many eggs?' }),
	).toBeVisible();
	await data.getByRole('spinbutton', { name: 'Held out' }).fill('20');
	await page.keyboard.press('Tab');
	await expect(
		data.getByText(/^Of 42 rows: \d+ training · \d+ validation · \d+ held out\.$/),
	).toBeVisible();
	await data.getByRole('button', { name: 'Import', exact: true }).click();
	await expect(data.getByText('eggs is imported.')).toBeVisible();
}

test('an import reports bad rows, survives a reload, and can be deleted and restored', async ({
	page,
}) => {
	await page.goto('/');
	const data = page.getByRole('main', { name: 'Data' });
	await importEggs(page);
	await expect(data.getByRole('cell', { name: 'The answer (Answer) is missing.' })).toBeVisible();
	const download = page.waitForEvent('download');
	await data.getByRole('button', { name: 'Download the rejected rows' }).click();
	expect((await download).suggestedFilename()).toBe('eggs-rejected.jsonl');
	await data.getByRole('button', { name: 'Add to the experiment' }).click();
	await expect(data).toHaveCount(0);
	await expect(page.getByRole('slider', { name: 'Share of eggs' })).toBeVisible();
	await expect(skillRows(page)).toHaveCount(10);

	await page.reload();
	await expect(page.getByRole('slider', { name: 'Share of eggs' })).toBeVisible();
	await open(page, 'Data');
	await expect(
		data.getByText('In the experiment: set it to off and apply, then delete it.'),
	).toBeVisible();
	await data
		.getByRole('group', { name: 'Use of eggs' })
		.getByRole('radio', { name: 'Off' })
		.check();
	await data.getByRole('button', { name: 'Apply as a new run' }).click();
	await open(page, 'Data');
	await data.getByRole('button', { name: 'Delete eggs' }).click();
	await expect(data.getByRole('button', { name: 'Rows of eggs' })).toHaveCount(0);
	await data.getByRole('button', { name: 'Undo: bring eggs back' }).click();
	await data.getByRole('button', { name: 'Rows of eggs' }).click();
	await expect(data.getByText(/A box holds \d+ eggs/).first()).toBeVisible();
	await data.getByRole('radio', { name: 'As the model reads it' }).check();
	await expect(data.locator('mark').first()).toHaveText(/^\d+<\|eos\|>$/);
	await expect(data.getByText(/^<\|bos\|><\|user\|>Count: A box/).first()).toBeVisible();
});

test(
	'a link requires its file, reads it with the stored mapping, and checks it',
	{ tag: '@long' },
	async ({ page, browser }) => {
		await page.goto('/');
		await importEggs(page);
		await open(page, 'Add to the experiment');
		await open(page, 'Share');
		const link = await findDialog(page)
			.getByRole('textbox', { name: 'Link', exact: true })
			.inputValue();

		const elsewhere = await browser.newPage();
		await elsewhere.goto(link);
		const dialog = findDialog(elsewhere);
		await expect(dialog.getByRole('heading', { name: 'Skill “eggs”' })).toBeVisible();
		const ask = dialog.getByRole('button', { name: 'Give the file…' });
		const other = { ...eggs, buffer: Buffer.from(JSON.stringify(rows.slice(5))) };
		await give(elsewhere, ask, [other]);
		await dialog.getByRole('button', { name: 'Import', exact: true }).click();
		await expect(dialog.getByText(/its rows are not the missing ones/)).toBeVisible();
		await give(elsewhere, ask, [eggs]);
		await dialog.getByRole('button', { name: 'Import', exact: true }).click();
		await expect(dialog.getByText('Everything is here')).toBeVisible();
		await open(elsewhere, 'To the workbench');
		await open(elsewhere, 'Share');
		await expect(dialog.getByRole('textbox', { name: 'Link', exact: true })).toHaveValue(link);
		await elsewhere.close();
	},
);
