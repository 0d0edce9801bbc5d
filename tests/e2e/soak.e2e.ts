/** A short form of the soak in the page; `npm run test:soak` has the long one. */
import { expect, test } from '@playwright/test';
import { locateBrowser } from '../../scripts/lib/browser.ts';
import { pageFaults, runFaults } from '../soak/page/faults.ts';
import { interruptTraining } from '../soak/page/interruptions.ts';
import { longRun } from '../soak/page/memory.ts';
import { subjects, type SubjectName } from '../soak/page/subjects.ts';

const optionsFor = (url: string | undefined) => ({
	program: locateBrowser()!.path,
	url: url!,
	seed: 1,
});

test(
	'reloads and kills of the browser lose nothing that was said to be stored',
	{ tag: '@long' },
	async ({ baseURL }) => {
		const times = process.env['SKILLET_SUITE'] === 'long' ? 2 : 1;
		for (const subject of Object.keys(subjects) as SubjectName[]) {
			// Half a record in the log of a browser's database costs everything at the start after next.
			const tears = subject === 'int8' ? 3 : 0;
			const what = { subject, reloads: times, kills: times + tears, tears };
			expect(await interruptTraining(optionsFor(baseURL), what)).toMatchObject(what);
		}
	},
);

test('the memory of a run is flat', { tag: '@long' }, async ({ baseURL }) => {
	const { samples } = await longRun(optionsFor(baseURL), 300);
	expect(samples.at(-1)?.step).toBeGreaterThan(150);
});

test(
	'clock jumps, a frozen tab, a crash, two tabs: the curve is the same',
	{ tag: '@long' },
	async ({ baseURL }) => {
		// A silent end takes a minute to notice.
		const only = Object.keys(pageFaults).filter((fault) => fault !== 'silent end');
		const results = await runFaults(optionsFor(baseURL), { times: 1, steps: 150, only });
		expect(results.map(({ times }) => times)).toEqual(results.map(() => 1));
	},
);
