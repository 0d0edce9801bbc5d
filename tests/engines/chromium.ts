/** Chromium through Playwright, as in the other journeys. */
import { chromium } from 'playwright';
import { browserArgs } from '../../scripts/lib/browser.ts';
import { call, findElement, type Driver } from './driver.ts';

/** `engineFlags`: for V8. */
export async function launchChromium(
	program: string,
	engineFlags: readonly string[] = [],
): Promise<Driver> {
	const browser = await chromium.launch({
		executablePath: program,
		args: [...browserArgs({ software: true }), `--js-flags=${engineFlags.join(' ')}`],
	});
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	async function element(xpath: string) {
		const handle = await page.evaluateHandle<Element | null>(call(findElement, [xpath]));
		const found = handle.asElement();
		if (!found) throw new Error(`Nothing visible matches ${xpath}.`);
		return found;
	}
	return {
		version: browser.version(),
		open: async (url) => void (await page.goto(url)),
		reload: async () => void (await page.reload()),
		run: (task, ...args) => page.evaluate(call(task, args)),
		click: async (xpath) => (await element(xpath)).click(),
		async fill(xpath, text) {
			const field = await element(xpath);
			await field.fill(text);
			await field.press('Tab');
		},
		attach: async (xpath, file) => (await element(xpath)).setInputFiles(file),
		close: () => browser.close(),
	};
}
