/** The examples of docs/guide/scripts.md run against the page as they stand there. */
import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { locateBrowser } from '../../scripts/lib/browser.ts';

test('the script in Node prints a score of each skill', { tag: '@long' }, ({ baseURL }) => {
	const out = execFileSync(process.execPath, ['--import', 'tsx', 'examples/script.ts', baseURL!], {
		encoding: 'utf8',
		env: { ...process.env, SKILLET_CHROMIUM: locateBrowser()?.path ?? '' },
	});
	expect(out.trim().split('\n').length).toBeGreaterThan(1);
	for (const line of out.trim().split('\n')) expect(line).toMatch(/^.+: (null|[01](\.\d+)?)$/);
});

test('the function in the Python script runs', { tag: '@long' }, async ({ page }) => {
	const text = readFileSync('docs/guide/scripts.md', 'utf8');
	const [, body] = /page\.evaluate\("""([\s\S]*?)"""\)/.exec(text)!;
	await page.goto('/');
	await page.waitForFunction(() => window.skillet !== undefined);
	const scores = await page.evaluate<[string, number | null][]>(`(${body.trim()})()`);
	expect(scores.length).toBeGreaterThan(1);
	for (const [name, right] of scores)
		expect([typeof name, right === null || right >= 0]).toEqual(['string', true]);
});
