/**
 * The site over plain http from another machine, as a teacher's laptop serves it to a class: the
 * browser has none of what `engine/core/secureContext.ts` lists.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { locateBrowser, testBrowserArgs } from '../../scripts/lib/browser.ts';
import { button, openExperiment, runToStep } from './lab.ts';

const browser = locateBrowser();
test.use({
	launchOptions: {
		args: [...testBrowserArgs(), '--host-resolver-rules=MAP class.test 127.0.0.1'],
		...(browser && { executablePath: browser.path }),
	},
	baseURL: `http://class.test:${process.env['SKILLET_E2E_PORT']}/`,
});

test('from the start to a trained run, a copied link and a saved file', async ({ page }) => {
	const errors: string[] = [];
	page.on('pageerror', ({ message }) => errors.push(message));
	await openExperiment(page);
	expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([
		false,
		false,
	]);
	await runToStep(page, 2);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Copy', exact: true }).first().click();
	await expect(dialog.getByText('Copied.').first()).toBeVisible();
	const link = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
	expect(link).toContain('http://class.test');
	await dialog.getByRole('textbox', { name: 'Open a link' }).focus();
	await page.keyboard.press('ControlOrMeta+V');
	await expect(dialog.getByRole('textbox', { name: 'Open a link' })).toHaveValue(link);
	const download = page.waitForEvent('download');
	await dialog.getByRole('button', { name: 'Save the run…' }).click();
	const saved = await readFile(await (await download).path());
	expect(saved.length).toBeGreaterThan(1000);
	await page.keyboard.press('Escape');

	await page.goto('about:blank');
	await page.goto(link);
	await expect(button(page, '▶ Continue')).toBeEnabled();
	expect(errors).toEqual([]);
});
