/**
 * Each lesson in each language, to its end: by Train on a phone, and by its own button on a laptop,
 * in Simple. At each step, both screens show the whole step without a cut or hidden button.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { downloadedLesson, lessonIds } from '../support/lessonOrder.ts';

const phone = { width: 390, height: 844 };
const laptop = { width: 1366, height: 768 };
const languages = {
	en: { next: /^(?:Next|Finish)$/, doIt: 'Do it for me', later: 'Later', all: 'All lessons' },
	zh: { next: /^(?:下一步|完成)$/, doIt: '替我操作', later: '以后', all: '全部课程' },
} as const;
const sentences: Readonly<Record<keyof typeof languages, RegExp>> = {
	en: /a class\b|stuck|undefined|NaN/i,
	zh: /全班|undefined|NaN/,
};

test.use({ storageState: { cookies: [], origins: [] } });

const currentOf = (page: Page) => page.locator('.lesson [aria-current="step"]');

/** Nothing is wider than the window, and the buttons of the step are in sight and whole. */
async function expectFits(page: Page, part: Locator): Promise<void> {
	for (const viewport of [phone, laptop]) {
		await page.setViewportSize(viewport);
		await expect(async () => {
			const faults = await part.evaluate((step) => {
				const list = step.closest('ol')!.getBoundingClientRect();
				const cut = [...step.querySelectorAll<HTMLElement>('.actions button')].filter((button) => {
					const { left, right, top, bottom } = button.getBoundingClientRect();
					const isInside = left >= list.left && right <= list.right && top >= list.top - 1;
					return !isInside || bottom > list.bottom + 1 || button.scrollWidth > button.clientWidth;
				});
				const { scrollWidth, clientWidth } = document.documentElement;
				return [...cut.map((button) => button.innerText), scrollWidth - clientWidth];
			});
			expect(faults).toEqual([0]);
		}).toPass({ timeout: 10_000 });
	}
}

for (const [language, words] of Object.entries(languages))
	for (const id of lessonIds)
		for (const way of ['train', 'button'] as const)
			test(`${id}, ${language}, by ${way}`, { tag: '@long' }, async ({ page }) => {
				const viewport = way === 'train' ? phone : laptop;
				await page.addInitScript((tag) => {
					localStorage['skillet.language'] = tag;
					localStorage['skillet.speed'] = 'full';
				}, language);
				await page.setViewportSize(viewport);
				await page.goto(`/#lesson=${id}`);
				const current = currentOf(page);
				await expect(current).toBeVisible();
				if (id === downloadedLesson) {
					await page.getByRole('button', { name: words.later }).click();
					await expectFits(page, current);
					return;
				}
				const steps = await page.locator('.lesson ol > li').count();
				for (let at = 0; at < steps; at++) {
					await expect(current).toContainText(`${at + 1}.`);
					await expectFits(page, current);
					await page.setViewportSize(viewport);
					await expect(current).not.toContainText(sentences[language as keyof typeof languages]);
					const radio = current.getByRole('group').getByRole('radio').first();
					if (await radio.isVisible()) await radio.check();
					const next = current.getByRole('button', { name: words.next });
					const doIt = current.getByRole('button', { name: words.doIt });
					await expect(next.or(doIt)).toBeVisible();
					if (await doIt.isVisible()) {
						if (way === 'train') await page.locator('.bar button.primary').click();
						else await doIt.click();
						const done = page.locator(`.lesson ol > li:nth-child(${at + 2})[aria-current], .end`);
						await expect(next.or(done).first()).toBeVisible({ timeout: 400_000 });
						if (await done.first().isVisible()) continue;
					}
					await next.click();
				}
				const end = page.locator('.lesson .end');
				await expect(end.locator('.verdict')).toBeVisible();
				await expectFits(page, end);
				await expect(end).not.toContainText('…');
				await end.getByRole('button', { name: words.all }).click();
				await expect(page.locator('main a.card')).toHaveCount(12);
			});
