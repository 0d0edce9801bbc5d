/** A fault in the browser stays in its part of the page, which names it in plain words. */
import { expect, test, type Page } from '@playwright/test';
import { bar, button, openExperiment, runToStep, standing, storedRuns } from './lab.ts';

declare global {
	interface Window {
		breakCharts: boolean;
	}
}

test(
	'a part that fails says so and can be tried again; the rest of the page works',
	{ tag: '@long' },
	async ({ page }) => {
		await page.addInitScript(() => {
			const Observer = window.ResizeObserver;
			window.breakCharts = true;
			window.ResizeObserver = class extends Observer {
				override observe(part: Element, options?: ResizeObserverOptions) {
					// The workbench itself measures its width, its head and its rail.
					const isPart = !part.matches('.middle, .head, .rail');
					if (window.breakCharts && isPart) throw new Error('No size can be observed.');
					super.observe(part, options);
				}
			};
		});
		await openExperiment(page);
		const failed = page.getByRole('alert');
		await expect(failed).toContainText([
			'Skills cannot be shown: No size can be observed.',
			'Mix over time cannot be shown: No size can be observed.',
		]);
		await runToStep(page, 2);
		await page.evaluate(() => (window.breakCharts = false));
		const again = page.getByRole('button', { name: 'Try again', exact: true });
		while ((await again.count()) > 0) await again.first().click();
		await expect(page.getByRole('img', { name: /^Curves of / }).first()).toBeVisible();
		await expect(page.getByRole('combobox', { name: /^All policies: / })).toBeVisible();
		await expect(failed).toHaveCount(0);
	},
);

/** Trains without an end, and returns when the first checkpoint is stored. */
async function train(page: Page): Promise<void> {
	await openExperiment(page, { steps: 100_000 });
	await button(page, '▶ Train').click();
	await expect(bar(page)).toContainText(/\d (s|min|h)\b.* left/);
	await expect.poll(async () => (await storedRuns(page))[0]?.step).toBeGreaterThan(0);
}

test(
	'after an error of the worker the bar shows no time left and offers no control',
	{ tag: '@long' },
	async ({ page }) => {
		await train(page);
		await page.workers()[0].evaluate(() => {
			setTimeout(() => {
				throw new Error('Out of memory');
			});
		});
		await expect(page.getByRole('alert')).toContainText(
			"The lab has stopped. The lab's worker ended: Uncaught Error: Out of memory.",
		);
		await expect(bar(page)).not.toContainText('left');
		await expect(button(page, '❙❙ Pause')).toBeDisabled();
		await expect(standing(page)).toContainText('The lab has stopped.');
		await page.getByRole('button', { name: 'Reload', exact: true }).click();
		await expect(button(page, '▶ Continue')).toBeEnabled();
	},
);

test('a worker that ends without an event is noticed, and a reload continues the run', async ({
	page,
}) => {
	await page.clock.install();
	await train(page);
	await page.workers()[0].evaluate(() => self.close());
	await page.clock.runFor(90_000);
	await expect(page.getByRole('alert')).toContainText('The lab does not answer.');
	await expect(bar(page)).not.toContainText('left');
	await expect(standing(page)).toHaveText('The lab does not answer.');
	await page.getByRole('button', { name: 'Reload', exact: true }).click();
	await expect(button(page, '▶ Continue')).toBeEnabled();
});

test('a refused Train is said first, whole and once', async ({ page }) => {
	const adapter = { rank: 4, alpha: 8, targets: ['q_prj'] };
	await openExperiment(page, { adapter });
	const refusal = page.getByText(/no layer matches q_prj/);
	const notices = page.getByRole('region', { name: 'Notices' });
	for (const press of [1, 2]) {
		await button(page, '▶ Train').click();
		await expect(notices.locator('.notice').first(), `press ${press}`).toContainText(
			'no layer matches q_prj',
		);
		await expect(refusal).toHaveCount(1);
		await expect(refusal).toBeInViewport({ ratio: 1 });
	}
});

test('a broken link at the start still opens the lab', async ({ page }) => {
	await page.goto('/#1.AAAAAAAA');
	await expect(page.getByRole('alert')).toContainText('The link cannot be opened');
	await expect(button(page, '▶ Train')).toBeEnabled();
});
