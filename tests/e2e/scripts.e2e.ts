/** The examples of docs/guide/scripts.md run against the page as they stand there. */
import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { locateBrowser } from '../../scripts/lib/browser.ts';
import { openLabOn } from '../../scripts/lib/headlessRun.ts';

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

test(
	'the page does not end the blend of a command',
	{ tag: '@long' },
	async ({ page, baseURL }) => {
		const { info } = await openLabOn(page, baseURL!);
		const { defaultExperiment } = info;
		const { evaluation } = defaultExperiment;
		// The run is there before the page would test its base model, which closes other runs.
		const experiment = {
			...defaultExperiment,
			evaluation: { ...evaluation, examples: 4, finalExamples: 4, samples: 0 },
		};
		const skills = await page.evaluate(async (json) => {
			const { client } = window.skillet!;
			await client['run.create']({ runId: 'blended', experiment: JSON.parse(json) as never });
			return (await client['blend.make']({ runId: 'blended', steps: 20 })).skills;
		}, JSON.stringify(experiment));
		expect(skills).toHaveLength(experiment.skills.filter(({ use }) => use === 'train').length);
	},
);
