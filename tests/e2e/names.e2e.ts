/** Names without a blank, as files and models have them, stay in their places at every width. */
import { expect, test, type Page } from '@playwright/test';
import { openExperiment, runToStep, skillRows } from './lab.ts';

const isLong = process.env['SKILLET_SUITE'] === 'long';

const names = [
	'alpaca_gpt4_data_en.jsonl',
	'sharegpt_zh_38K.jsonl',
	'训练数据集合中文指令微调语料最终版本第三次修订.jsonl',
	'Q'.repeat(200),
];

/** Where a name can be read: outside its box, beyond the page, or under another row's controls. */
const spills = (page: Page) =>
	page.evaluate((names) => {
		const faults: string[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const clipped = (element: Element, box: DOMRect) => {
			let [left, right] = [box.left, box.right];
			for (let at: Element | null = element; at; at = at.parentElement) {
				if (getComputedStyle(at).overflowX === 'visible') continue;
				const bounds = at.getBoundingClientRect();
				left = Math.max(left, bounds.left);
				right = Math.min(right, bounds.right);
			}
			return [left, right] as const;
		};
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const element = node.parentElement!;
			const name = names.find((name) => node.textContent!.includes(name));
			if (!name || element.closest('.visually-hidden') || !element.checkVisibility()) continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			for (const box of range.getClientRects()) {
				const [left, right] = clipped(element, box);
				if (right <= left) continue;
				const container = element.closest(
					'[role=rowheader], [role=cell], li, td, th, [role=dialog], section, main, header, body',
				)!;
				const bounds = container.getBoundingClientRect();
				const place = `${container.tagName}.${container.className} ${name.slice(0, 8)}`;
				if (right > bounds.right + 1 || left < bounds.left - 1)
					faults.push(`${place}: ${Math.round(right - bounds.right)} px beyond its box`);
				if (right > innerWidth + 1) faults.push(`${place}: beyond the page`);
			}
			for (let at: Element | null = element; at; at = at.parentElement)
				if (at.scrollWidth > at.clientWidth + 1 && getComputedStyle(at).overflowX === 'hidden') {
					const titled = element.closest('[title]')?.getAttribute('title') ?? '';
					if (!titled.includes(name)) faults.push(`${element.outerHTML.slice(0, 80)}: no title`);
					break;
				}
		}
		if (document.documentElement.scrollWidth > innerWidth + 1)
			faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
		return [...new Set(faults)];
	}, names);

test(
	'names without a blank stay in their places at every width',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/');
		const { defaultExperiment } = await page.evaluate(() => window.skillet!.ready);
		const skills = defaultExperiment.skills
			.slice(0, 4)
			.map((skill, i) => ({ ...skill, name: names[i] }));
		await openExperiment(page, { skills });
		await runToStep(page, 1);
		await page.getByText(/^All settings/).click();
		for (const width of isLong ? [1440, 820, 390] : [390]) {
			await page.setViewportSize({ width, height: 900 });
			await expect(skillRows(page).first()).toBeVisible();
			for (const place of ['Workbench', 'Compare', 'Runs', 'Data', 'Models', 'Settings']) {
				await page.getByRole('button', { name: place, exact: true }).first().click();
				expect.soft(await spills(page), `${place} at ${width}`).toEqual([]);
			}
			await page.getByRole('button', { name: 'Workbench', exact: true }).first().click();
			await page.getByRole('button', { name: 'Share', exact: true }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			expect.soft(await spills(page), `Share at ${width}`).toEqual([]);
			await page.keyboard.press('Escape');
		}
	},
);
