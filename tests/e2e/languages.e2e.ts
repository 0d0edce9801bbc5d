/** The language of the page: the browser's at first, then the visitor's, also during a run. */
import { expect, test, type Page } from '@playwright/test';
import { openExperiment, skillRows, standing } from './lab.ts';

test(
	'the language changes during a run, which goes on, and is kept',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page, { steps: 5000 });
		const html = page.locator('html');
		await expect(html).toHaveAttribute('lang', 'en');
		await page.keyboard.press('Space');
		const step = async () => {
			const [shown] = /[\d,]+/.exec(await standing(page).innerText()) ?? ['0'];
			return Number(shown.replace(',', ''));
		};
		await expect.poll(step).toBeGreaterThan(0);

		await page.getByRole('button', { name: 'English' }).click();
		await page.getByRole('menuitem', { name: '中文' }).click();
		await expect(html).toHaveAttribute('lang', 'zh-CN');
		const runs = page.getByRole('navigation').getByRole('button', { name: '训练记录' });
		await expect(runs).toBeVisible();
		const before = await step();
		await expect.poll(step).toBeGreaterThan(before);

		await page.reload();
		await expect(html).toHaveAttribute('lang', 'zh-CN');
		await page.getByRole('button', { name: '结果', exact: true }).click();
		const average = page.getByRole('row', { name: /^平均/ });
		await expect(average).toContainText(/^平均\s*\d+ → \d+%/);
	},
);

const isLong = process.env['SKILLET_SUITE'] === 'long';

/** Names that Chinese texts keep: skills, policies, models, formats, keys, units. */
const names = new Set(
	(
		'Skillet token tokens MoS MoSpec RAISE ODM ADO DoReMi Aioli DynamixSFT Skill-It IFD OP-Mix ' +
		'LoRA DoRA SVG PNG CSV JSON JSONL SIMD GPU WebGPU MiB Esc Enter Backspace PgUp PgDn English'
	).split(' '),
);
const kinds = [
	/^skillet-/,
	/^[0-9a-f]{8,}…?$/,
	/^(story|copy|pirate|french|addition|extraction|sorting|reversing|subtraction|capitals)-/,
];

/** Texts, labels and titles in view that have English words, except data: code, prompts. */
async function englishOn(page: Page): Promise<string[]> {
	const texts = await page.evaluate(() => {
		const data =
			'code, pre, textarea, script, style, noscript, .prompt, .verbatim, [lang]:not(html)';
		const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const found: string[] = [];
		for (let node = nodes.nextNode(); node; node = nodes.nextNode())
			if (!node.parentElement?.closest(data)) found.push(node.textContent ?? '');
		for (const name of ['aria-label', 'title', 'placeholder'])
			for (const element of document.querySelectorAll(`[${name}]`))
				found.push(element.getAttribute(name) ?? '');
		return found;
	});
	const isWord = (word: string) => !names.has(word) && !kinds.some((kind) => kind.test(word));
	return texts.filter((whole) => {
		// Prompts and answers stand in quotes.
		const text = whole.replaceAll(/“[^”]*”/g, '');
		const ownWords = text.match(/(?<!\w)[A-Za-z][\w-]{2,}…?/g)?.filter(isWord) ?? [];
		const isChinese = /\p{Script=Han}/u.test(text);
		// The example of a skill follows its description.
		const [sentence] = text.split('：');
		return isChinese ? /[a-z]{3,}( [a-z]{2,}){2}/.test(sentence) : ownWords.length > 0;
	});
}

test.describe('in a Chinese browser', () => {
	test.use({ locale: 'zh-CN' });
	test('the page begins in Chinese, and its places and dialogs have no English', async ({
		page,
	}) => {
		await page.goto('/');
		await page.evaluate(() => window.skillet!.ready);
		await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
		// The answers of the base model are on the first screen too.
		await expect(skillRows(page).getByRole('cell').locator('bdi').first()).toBeVisible();
		const tops = await page
			.getByRole('group', { name: '策略', exact: true })
			.getByRole('button')
			.evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top));
		expect(tops.length).toBe(5);
		expect(new Set(tops).size).toBe(1);
		const head = page.getByRole('navigation').first();
		const found = new Set<string>();
		const look = async () => {
			await expect(page.getByText('正在加载：')).toHaveCount(0);
			for (const text of await englishOn(page)) found.add(text);
		};
		for (const place of await head.locator('button[aria-pressed]').all()) {
			await place.click();
			await look();
		}
		const dialogs = await page.getByRole('banner').locator('[aria-haspopup="dialog"]').all();
		for (const opener of isLong ? dialogs : []) {
			await opener.click();
			await expect(page.getByRole('dialog')).toBeVisible();
			await look();
			await page.keyboard.press('Escape');
		}
		expect([...found]).toEqual([]);
	});
});
