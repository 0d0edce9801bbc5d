/**
 * `npm run bench`: trains the cells of a study in the real page, in headless browsers
 * (docs/guide/bench.md). Finished cells are stored in .cache/bench.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { asMessage } from '#engine/core/message.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { ModelRef } from '#lab/run/experiment.ts';
import { checkAssertion, checkNames } from './lib/bench/assertionCheck.ts';
import { exitCodes, reportCode } from './lib/bench/exitCodes.ts';
import type { Gathered } from './lib/bench/GatherReporter.ts';
import {
	benchCommand,
	defaultWorkers,
	readOptions,
	type BenchOptions,
} from './lib/bench/options.ts';
import { listCells, type StudyPlan } from './lib/bench/plan.ts';
import { buildReport, reportText, writeFiles } from './lib/bench/report.ts';
import { runPlan } from './lib/bench/runner.ts';
import { importModel, importSkills } from './lib/bench/skills.ts';
import { demandModels, draftStudy, type StudyDraft } from './lib/bench/study.ts';
import { openSite, type LabSite } from './lib/bench/site.ts';
import { cellCost } from './lib/bench/Unit.ts';
import { hasGpu } from './lib/browser.ts';
import { siteFolder } from './lib/build.ts';
import { answerHelp, demandFolder } from './lib/command.ts';
import { runScript } from './lib/faults.ts';
import { openNodeGpu } from './lib/nodeDevice.ts';
import { counted } from './lib/output.ts';
import { temporaryFolder } from './lib/temporaryFolder.ts';

answerHelp(benchCommand);

const log = (line: string): void => console.log(line);
const software = !hasGpu();
/** Where finished cells are stored without --cache. */
const ownCache = path.join('.cache', 'bench', 'runs');
/** Temporary files of this call. */
const folder = temporaryFolder('skillet-bench');

await runScript(
	async () => {
		const options = readOptions(process.argv.slice(2));
		process.exitCode = await run(options);
	},
	{ expected: exitCodes.badInput },
);

async function run(options: BenchOptions): Promise<number> {
	/** The lines of --list are data, so what the call does goes to the other output. */
	const tell = options.list ? (line: string) => console.error(line) : log;
	const draft = draftStudy(options.words);
	draft.notes.forEach(tell);
	// Report wrong options before the build. A study with files needs the page for that.
	const { files, modelFolder } = draft;
	const hasFiles = files.length > 0 || modelFolder !== null;
	const planned = hasFiles ? null : plannedStudy(draft, { skills: [] }, options);
	if (planned) demandCells(planned, options.cells);
	if (planned && options.list) return listStudy(planned, options.cells);
	if (hasFiles && options.node)
		throw new InputError(
			asMessage('--node trains built-in skills on shipped models. Leave it out for your files.'),
		);
	if (!options.list && options.cache === null) demandFolder(ownCache, 'The cache of cells');
	// A missing device ends the call, not each cell.
	if (options.gpu && !options.list) (await openNodeGpu()).dispose();
	const site = options.node ? null : await openSite(tell);
	try {
		const ownFiles = hasFiles && site ? await ownParts(site, draft, tell) : { skills: [] };
		const plan = plannedStudy(draft, ownFiles, options);
		if (options.list) return listStudy(plan, options.cells);
		const { fresh, workers, outputs, cache, cells, gpu } = options;
		demandCells(plan, cells);
		const kind = plan.study.budget?.kind === 'seconds' ? 'seconds' : 'other';
		const engine = engineName(options);
		const gathered = await runPlan(
			{
				...plan,
				files,
				modelFolder,
				url: site?.url ?? null,
				engine,
				gpu,
				fresh,
				cache: path.resolve(cache ?? ownCache),
				isShared: cache !== null,
				only: cells,
				software,
				events: outputs.events !== undefined,
				workers: workers ?? defaultWorkers(kind, { node: options.node }),
			},
			folder,
		);
		if (gathered.interrupted) {
			log('Interrupted. Finished cells are stored: the same call resumes the study.');
			return exitCodes.interrupted;
		}
		return report(plan, gathered, options, engine);
	} finally {
		await site?.close();
	}
}

/**
 * One JSON line per cell, for an engine that spreads them over machines. `ids`: the cells; none
 * means all of them.
 */
function listStudy(plan: StudyPlan, ids: readonly string[]): number {
	demandCells(plan, ids);
	for (const cell of listCells(plan)) {
		const { key: id, factors, experiment } = cell;
		if (ids.length === 0 || ids.includes(id))
			log(JSON.stringify({ id, factors, experiment, cost: cellCost(cell) }));
	}
	return exitCodes.fine;
}

/** Throws InputError for an id that --list does not print. */
function demandCells(plan: StudyPlan, ids: readonly string[]): void {
	const known = listCells(plan).map(({ key }) => key);
	const unknown = ids.find((id) => !known.includes(id));
	if (unknown !== undefined)
		throw new InputError(
			asMessage(`--cell: the study has no cell ${unknown}. --list FILE prints the ids.`),
		);
}

/** Checks the study and the names in the assertions. Throws InputError. */
function plannedStudy(
	draft: StudyDraft,
	{ skills, model }: OwnParts,
	{ assertions }: BenchOptions,
): StudyPlan {
	const plan = draft.complete(skills, model);
	demandModels(plan.study, model);
	listCells(plan);
	for (const assertion of assertions) checkNames(assertion, plan.study);
	return plan;
}

interface OwnParts {
	readonly skills: readonly SkillInfo[];
	readonly model?: ModelRef;
}

/** Imports the files and the model once, to complete the study. Each browser does so again. */
async function ownParts(
	site: LabSite,
	{ files, modelFolder }: StudyDraft,
	tell: (line: string) => void,
): Promise<OwnParts> {
	const lab = await site.open();
	try {
		const skills = await importSkills(lab.page, files, { log: tell });
		if (modelFolder === null) return { skills };
		const model = await importModel(lab.page, modelFolder);
		tell(`${modelFolder}: the model ${model.id}.`);
		return { skills, model };
	} finally {
		await lab.close();
	}
}

function report(
	plan: StudyPlan,
	gathered: Gathered,
	options: BenchOptions,
	engine: string,
): number {
	const { outputs, assertions } = options;
	const made = buildReport(plan, gathered);
	log(`\n${reportText(made)}`);
	writeFiles(made, gathered, engine, outputs);
	for (const error of gathered.errors) console.error(error);
	const checked = assertions.map((assertion) => checkAssertion(assertion, plan.study, made));
	for (const { holds, text, why } of checked)
		log(`${holds ? 'holds' : 'does not hold'}: ${text} (${why})`);
	const { finished, planned } = made.report.counts;
	const code = reportCode({
		finished,
		planned,
		hasFailed: gathered.errors.length > 0 || gathered.cells.some((cell) => 'failed' in cell),
		isPart: options.cells.length > 0 || options.cache !== null,
		holds: checked.every(({ holds }) => holds),
	});
	if (code === exitCodes.part)
		log(
			`Here: ${finished} of ${counted(planned, 'cell')}. Other calls train the rest; the same ` +
				'call after them makes the whole report.',
		);
	if (code === exitCodes.failed)
		log('The study is incomplete: the same call retries the failed cells.');
	return code;
}

/** Results are stored by it. Engines and devices round differently. */
function engineName({ node, gpu }: BenchOptions): string {
	return node ? `${sourceEngine()}${gpu ? ' gpu' : ''}` : builtEngine();
}

/** Names the build by the content hashes of worker and kernels: results of other builds differ. */
function builtEngine(): string {
	const isEngine = (name: string) => name.includes('worker') || name.endsWith('.wasm');
	return readdirSync(path.join(siteFolder, 'assets')).filter(isEngine).sort().join();
}

/** Names what trains in Node by the hash of its sources. */
function sourceEngine(): string {
	const folders = ['src/engine', 'src/mixing', 'src/lab/training'];
	const files = folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
			path.join(folder, file),
		),
	);
	const sources = files.filter((file) => file.endsWith('.ts') && !file.includes('test')).sort();
	return `node ${sha256OfJson(sources.map((file) => [file, readFileSync(file, 'utf8')]))}`;
}
