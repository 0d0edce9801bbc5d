/** A study as Playwright tests: one test per unit of cells that must run in one browser. */
import { test as base } from '@playwright/test';
import path from 'node:path';
import { InternalError } from '#engine/core/errors.ts';
import { openLabOn, labViewport } from '../headlessRun.ts';
import { takeClaim } from './claims.ts';
import { cellName } from './groups.ts';
import { openNodeLab } from './nodeLab.ts';
import { cellsAnnotation, progressLine } from './messages.ts';
import { listCells, readPlan } from './plan.ts';
import { importModel, importSkills } from './skills.ts';
import { RunStore } from './store.ts';
import { cellCost, listUnits, Unit, type CellLab } from './Unit.ts';

const plan = readPlan();
if (!plan) throw new InternalError('There is no plan. Start this with `npm run bench`.');
const cells = listCells(plan);
const byKey = new Map(cells.map((cell) => [cell.key, cell]));

const { url } = plan;

/** One lab per Playwright worker, opened by its first cell. */
interface WorkerLab {
	readonly lab: () => Promise<CellLab>;
}

const inNode = base.extend<object, WorkerLab>({
	lab: [
		// oxlint-disable-next-line eslint/no-empty-pattern -- Playwright demands a pattern here
		async ({}, use) => {
			let opened: Promise<CellLab> | undefined;
			await use(() => (opened ??= openNodeLab(plan)));
		},
		{ scope: 'worker', timeout: 0 },
	],
});

/** A page in the worker's own browser. */
const onPage = base.extend<object, WorkerLab>({
	lab: [
		async ({ browser }, use, { workerIndex }) => {
			let opened: Promise<CellLab> | undefined;
			const open = async (): Promise<CellLab> => {
				const page = await browser.newPage({ viewport: labViewport });
				const report = progressReporter(workerIndex);
				const lab = await openLabOn(page, url!, ({ progress }) =>
					report('a browser', `opens the lab: ${progress?.label ?? ''}`),
				);
				await importSkills(page, plan.files, { expected: plan.skills });
				if (plan.modelFolder !== null) await importModel(page, plan.modelFolder);
				return lab;
			};
			await use(() => (opened ??= open()));
		},
		{ scope: 'worker', timeout: 0 },
	],
});

const test = url === null ? inNode : onPage;

const units = listUnits(cells).map((keys) => keys.map((key) => byKey.get(key)!));
const costOf = (unit: (typeof units)[number]) =>
	unit.reduce((sum, cell) => sum + cellCost(cell), 0);
if (plan.isShared) units.sort((a, b) => costOf(b) - costOf(a));
const isWanted = (unit: (typeof units)[number]) =>
	plan.only.length === 0 || unit.some(({ key }) => plan.only.includes(key));
for (const unit of units.filter(isWanted)) {
	const keys = unit.map(({ key }) => key).join(' ');
	const title = unit.map(({ factors }) => cellName(plan.study, factors)).join('; ');
	const annotation = { type: cellsAnnotation, description: keys };
	test(title, { annotation }, async ({ lab }, info) => {
		const attach = (name: string, body: unknown) =>
			info.attach(name, { body: JSON.stringify(body), contentType: 'application/json' });
		const { study, fresh, events } = plan;
		const run = new Unit({
			study,
			lab,
			fresh,
			events,
			progress: progressReporter(info.workerIndex),
			store: new RunStore(plan.cache, plan.engine),
		});
		const claim = plan.isShared ? takeClaim(path.join(plan.cache, 'claims'), keys) : undefined;
		test.skip(claim === null, 'Another worker trains it.');
		const failures: string[] = [];
		try {
			for (const cell of unit)
				await test.step(cellName(study, cell.factors), async () => {
					const { report, events: runEvents } = await run.run(cell);
					const name = cellName(study, cell.factors);
					if ('failed' in report) failures.push(`${name}: ${report.failed}`);
					if (runEvents) await attach('events', { key: cell.key, events: runEvents });
					await attach('cell', report);
				});
		} finally {
			claim?.release();
		}
		if (failures.length > 0) throw new Error(failures.join('\n'));
	});
}

/** Reports at most one line per second, and always the first line of a cell. */
function progressReporter(worker: number): (cell: string, line: string) => void {
	let [lastCell, lastTime] = ['', -Infinity];
	return (cell, line) => {
		const now = performance.now();
		if (cell === lastCell && now - lastTime < 1000) return;
		[lastCell, lastTime] = [cell, now];
		process.stdout.write(progressLine({ worker, cell, line }));
	};
}
