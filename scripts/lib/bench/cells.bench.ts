/** A study as tests: one for each unit of cells that must be run in one place. Started by `npm run bench`. */
import { test as base } from '@playwright/test';
import { InternalError } from '#core/errors.ts';
import { unitsOf } from '#features/studies/study.ts';
import { openLabOn, labViewport, type LabOnPage } from '../headlessRun.ts';
import { nameOf } from './groups.ts';
import { cellsAnnotation, progressLine, type SearchReport } from './messages.ts';
import { cellsOf, readPlan } from './plan.ts';
import { importSkills } from './skills.ts';
import { RunStore } from './store.ts';
import { Unit } from './unit.ts';

const plan = readPlan();
if (!plan) throw new InternalError('There is no plan to run: start it by `npm run bench`.');
const cells = cellsOf(plan);
const byKey = new Map(cells.map((cell) => [cell.key, cell]));

/** One page for each of Playwright's workers, which is a process with a browser of its own; opened when a cell must be run. */
const test = base.extend<object, { lab: () => Promise<LabOnPage> }>({
	lab: [
		async ({ browser }, use, { workerIndex }) => {
			let opened: Promise<LabOnPage> | undefined;
			const open = async (): Promise<LabOnPage> => {
				const page = await browser.newPage({ viewport: labViewport });
				const tell = speaker(workerIndex);
				const lab = await openLabOn(page, plan.url, ({ progress }) =>
					tell('a browser', `opens the lab: ${progress?.label ?? ''}`),
				);
				await importSkills(page, plan.files, plan.skills);
				return lab;
			};
			await use(() => (opened ??= open()));
		},
		{ scope: 'worker', timeout: 0 },
	],
});

// The longest first: a search has many runs.
const units = unitsOf(cells).map((keys) => keys.map((key) => byKey.get(key)!));
const isSearch = ([first]: (typeof units)[number]) => first.search !== undefined;
for (const unit of [...units.filter(isSearch), ...units.filter((other) => !isSearch(other))]) {
	const keys = unit.map(({ key }) => key).join(' ');
	const title = unit.map(({ factors }) => nameOf(plan.study, factors)).join('; ');
	const annotation = { type: cellsAnnotation, description: keys };
	test(title, { annotation }, async ({ lab }, info) => {
		const attach = (name: string, body: unknown) =>
			info.attach(name, { body: JSON.stringify(body), contentType: 'application/json' });
		const { study, fresh, events } = plan;
		const run = new Unit({
			...{ study, lab, fresh, events, progress: speaker(info.workerIndex) },
			store: new RunStore(plan.cache, plan.engine),
		});
		const failures: string[] = [];
		for (const cell of unit)
			await test.step(nameOf(study, cell.factors), async () => {
				const { report, events: kept } = await run.run(cell);
				if ('failed' in report) failures.push(`${nameOf(study, cell.factors)}: ${report.failed}`);
				if (kept) await attach('events', { key: cell.key, events: kept });
				await attach('cell', report);
			});
		const [{ search }] = unit;
		if (search !== undefined && run.found)
			await attach('found', { search, found: run.found } satisfies SearchReport);
		if (failures.length > 0) throw new Error(failures.join('\n'));
	});
}

/** Tells at most one line a second, for a log that is to stay short; a new cell's first one always. */
function speaker(worker: number): (cell: string, line: string) => void {
	let [last, told] = ['', -Infinity];
	return (cell, line) => {
		const now = performance.now();
		if (cell === last && now - told < 1000) return;
		[last, told] = [cell, now];
		process.stdout.write(progressLine({ worker, cell, line }));
	};
}
