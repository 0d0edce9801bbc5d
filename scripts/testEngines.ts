/**
 * `npm test -- engines`: six journeys in Chromium, Firefox and WebKit (docs/reliability.md).
 * The first engine is the reference of the others.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toMessage } from '#engine/core/errors.ts';
import type { Driver, Installed } from '../tests/engines/driver.ts';
import { engineIds, engines, installAdvice, type EngineId } from '../tests/engines/engines.ts';
import type { Figures } from '../tests/engines/features.ts';
import {
	journeys,
	trainReference,
	type Journey,
	type Surroundings,
} from '../tests/engines/journeys.ts';
import { ensureBrowser } from './lib/browser.ts';
import { runScript } from './lib/faults.ts';
import { buildIfStale, siteFolder } from './lib/build.ts';
import { flag, outputFile, readCommand, someOf } from './lib/command.ts';
import { installOnServer } from './lib/installBrowser.ts';
import { writeJson } from './lib/output.ts';
import { serve } from './lib/serve.ts';
import { countEngines, type EngineReport } from './lib/testCounts.ts';

/** Minutes. A training run on one busy processor takes a few. */
const journeyLimit = 25;

interface JourneyResult {
	readonly journey: string;
	readonly seconds: number;
	readonly figures?: Figures;
	/** Absent: it passed. */
	readonly error?: string;
}
type EngineResult = EngineReport & { readonly journeys: readonly JourneyResult[] };

await runScript(async () => {
	const options = readCommand({
		name: 'npm test -- engines',
		purpose: 'Journeys through the lab in browser engines (docs/reliability.md).',
		example: '--engines firefox,webkit --json engines.json',
		options: {
			engines: someOf(engineIds, 'Engines'),
			journeys: someOf(
				journeys.map(({ id }) => id),
				'Journeys',
			),
			smoke: flag('Only the journeys of npm test, without Chromium, and installs nothing'),
			require: flag('A missing engine is a failure; otherwise it is skipped'),
			json: outputFile('All results and figures'),
		},
		notes: ['Chromium always trains the reference. Exit codes: 1 a journey failed, 3 bad input.'],
	});
	const { smoke } = options;
	const located: { readonly id: EngineId; readonly installed: Installed | null }[] = [];
	for (const id of options.engines)
		if (!(smoke && id === 'chromium'))
			located.push({ id, installed: await locate(id, { install: !smoke }) });
	const list = journeys.filter(
		({ id, isSmoke }) => options.journeys.includes(id) && (isSmoke || !smoke),
	);
	const isAnyHere = located.some(({ installed }) => installed !== null);
	const report = await (isAnyHere
		? onSites((surroundings) => travelAll(located, list, surroundings))
		: located.map(({ id }) => missingReport(id)));
	writeJson(options.json, { engines: report });
	const { passed, failed, skipped, notes = [] } = countEngines({ engines: report });
	const skips = skipped > 0 ? `, ${skipped} engines skipped` : '';
	console.log(`\n${passed} journeys passed, ${failed} failed${skips}`);
	for (const note of notes) console.log(note);
	if (failed > 0 || (options.require && skipped > 0)) process.exitCode = 1;
});

/** Serves the site with and without isolation headers, and trains the reference. */
async function onSites<T>(use: (surroundings: Surroundings) => Promise<T>): Promise<T> {
	await ensureBrowser(console.log);
	await buildIfStale(console.log);
	const isolated = await serve(siteFolder, 0);
	const plain = await serve(siteFolder, 0, { isolated: false });
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-engines-'));
	try {
		const reference = await withDriver(engines.chromium.locate()!.launch, (driver) =>
			trainReference(driver, isolated.url),
		);
		const sites = { isolated: isolated.url, plain: plain.url };
		return await use({ ...sites, folder, reference, defaults: [] });
	} finally {
		await Promise.all([isolated.close(), plain.close()]);
		rmSync(folder, { recursive: true, force: true });
	}
}

async function travelAll(
	located: readonly { readonly id: EngineId; readonly installed: Installed | null }[],
	list: readonly Journey[],
	surroundings: Surroundings,
): Promise<EngineResult[]> {
	const report: EngineResult[] = [];
	for (const { id, installed } of located) {
		if (!installed) {
			report.push(missingReport(id));
			continue;
		}
		const version = await withDriver(installed.launch, async (driver) => driver.version);
		console.log(`${engines[id].title} ${version}`);
		const results: JourneyResult[] = [];
		for (const journey of list) {
			const launch = journey.withoutSimd ? installed.launchWithoutSimd : installed.launch;
			if (launch) results.push(await travel(journey, launch, surroundings, id));
		}
		report.push({ engine: id, version, journeys: results });
	}
	return report;
}

function missingReport(id: EngineId): EngineResult {
	return { engine: id, missing: installAdvice(engines[id]), journeys: [] };
}

async function locate(id: EngineId, { install }: { install: boolean }): Promise<Installed | null> {
	const engine = engines[id];
	const found = engine.locate();
	if (found || !install) return found;
	await installOnServer(engine.packages, () => engine.locate() !== null, console.log);
	return engine.locate();
}

async function withDriver<T>(
	launch: Installed['launch'],
	use: (driver: Driver) => Promise<T>,
): Promise<T> {
	const driver = await launch();
	try {
		return await use(driver);
	} finally {
		await driver.close();
	}
}

/** Each journey has a browser of its own, without stored data. */
async function travel(
	journey: Journey,
	launch: Installed['launch'],
	surroundings: Surroundings,
	engine: EngineId,
): Promise<JourneyResult> {
	const began = performance.now();
	const late = new Error(`It did not end within ${journeyLimit} min.`);
	const limit = sleep(journeyLimit * 60_000, null, { ref: false }).then(() => Promise.reject(late));
	// Nobody waits for it after a failed start.
	limit.catch(() => undefined);
	const done = (rest: Partial<JourneyResult>): JourneyResult => {
		const seconds = (performance.now() - began) / 1000;
		const [mark, more] = rest.error ? ['✗', `: ${rest.error}`] : ['✓', ''];
		console.log(`  ${mark} ${journey.title} (${seconds.toFixed(1)} s)${more}`);
		for (const [name, value] of Object.entries(rest.figures ?? {}))
			console.log(`      ${name}: ${typeof value === 'number' ? round(value) : value}`);
		return { journey: journey.id, seconds, ...rest };
	};
	try {
		const figures = await withDriver(launch, (driver) =>
			Promise.race([limit, journey.run(driver, surroundings, engine)]),
		);
		return done({ figures });
	} catch (error) {
		return done({ error: toMessage(error) });
	}
}

function round(value: number): string {
	return value.toLocaleString('en', { maximumSignificantDigits: 4 });
}
