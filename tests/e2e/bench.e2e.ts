/** `npm run bench` with Playwright's runner: two calls of one folder equal the whole study. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { StudyReport } from '#lab/study/report.ts';
import { smallExperiment } from './lab.ts';

const run = promisify(execFile);

interface Ended {
	readonly code: number;
	readonly output: string;
}

/** Runs the command on the built page of this suite. */
async function bench(...words: readonly string[]): Promise<Ended> {
	const ended = await run(process.execPath, ['--import', 'tsx', 'scripts/bench.ts', ...words]).then(
		({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
		({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
			code,
			output: stdout + stderr,
		}),
	);
	return ended;
}

/** The report without its times, which differ between equal runs. */
function withoutTimes(file: string): unknown {
	const isTime = (name: string) => /milliseconds|seconds|probeShare/i.test(name);
	return JSON.parse(readFileSync(file, 'utf8'), (name, value: unknown) =>
		isTime(name) ? undefined : value,
	);
}

test(
	'two calls of one folder equal the whole study, and an assertion sets the exit code',
	{ tag: '@long' },
	async ({ page }, info) => {
		await page.goto('/');
		const experiment = await smallExperiment(page, { steps: 3, checkpointEvery: 3 });
		const [study, cells, whole, merged] = ['study.json', 'cells', 'whole.json', 'parts.json'].map(
			(name) => info.outputPath(name),
		);
		const sums = Array.from({ length: 40 }, (_, i) => ({
			prompt: `${i}+1`,
			answer: String(i + 1),
		}));
		const lines = sums.map((row) => `${JSON.stringify(row)}\n`).join('');
		writeFileSync(info.outputPath('sums.jsonl'), lines);
		writeFileSync(
			study,
			JSON.stringify({
				version: 1,
				title: 'Parts',
				seeds: [1],
				experiment,
				skills: [{ file: 'sums.jsonl' }],
				policies: [
					{ label: 'uniform', id: 'uniform' },
					{ label: 'proportional', id: 'proportional' },
				],
			}),
		);
		await page.close();
		const broken = "steps('uniform') > steps('proportional') + 1";
		const shared = ['--study', study, '--cache', cells];
		const [inOne, ...parts] = await Promise.all([
			bench('--study', study, '--fresh', '--json', whole, '--assert', broken),
			...[1, 2].map(() => bench(...shared)),
		]);
		for (const { output } of parts) expect(output).toMatch(/Finished: [12] of 2 cells; failed: 0/);
		expect(inOne).toMatchObject({
			code: 2,
			output: expect.stringContaining(`not hold: ${broken}`),
		});
		const steps = "steps('uniform') >= 3";
		const held = await bench(...shared, '--json', merged, '--assert', steps);
		expect(held).toMatchObject({ code: 0, output: expect.stringContaining(`holds: ${steps}`) });
		expect(withoutTimes(merged)).toEqual(withoutTimes(whole));
		const { report } = JSON.parse(readFileSync(merged, 'utf8')) as { report: StudyReport };
		expect(report.skills.map(({ name }) => name)).toContain('sums');
	},
);
