/**
 * npm run bench: a study's cells through the real page, in headless browsers under Playwright's test runner.
 *   npm run bench -- --study FILE | --link URL | --policies uniform,temperature(tau=5)
 * docs/guide/bench.md has every option and what the exit codes mean. Interrupted, the same call goes on where it was: finished cells lie
 * in .cache/bench.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InputError } from '#core/errors.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { StudyReport } from '#features/studies/study.ts';
import { checkAssertion, checkNames } from './lib/bench/assertionCheck.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import type { Gathered } from './lib/bench/gatherReporter.ts';
import { fittingWorkers, readOptions, type BenchOptions } from './lib/bench/options.ts';
import { cellsOf, type StudyPlan } from './lib/bench/plan.ts';
import { reportOf, reportText, writeFiles } from './lib/bench/report.ts';
import { mergeParts, runPlan } from './lib/bench/runner.ts';
import { importSkills } from './lib/bench/skills.ts';
import { draftStudy, type StudyDraft } from './lib/bench/study.ts';
import { openSite, type LabSite } from './lib/bench/site.ts';
import { hasGpu, SetupError } from './lib/browser.ts';
import { siteFolder } from './lib/build.ts';
import type { HeadlessLab } from './lib/headlessRun.ts';

const log = (line: string): void => console.log(line);
const software = !hasGpu();
/** For files of this call. */
const folder = mkdtempSync(path.join(tmpdir(), 'skillet-bench-'));

try {
	const options = readOptions(process.argv.slice(2));
	process.exitCode = options.merge ? await merge(options, options.merge) : await run(options);
} catch (error) {
	const isTold = error instanceof InputError || error instanceof SetupError;
	console.error(isTold ? error.message : error);
	process.exitCode = isTold ? exitCodes.badInput : exitCodes.failed;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

async function run(options: BenchOptions): Promise<number> {
	const draft = draftStudy(options.words);
	// Wrong words are told before anything is built or opened; of skills that are to be read first, after that.
	if (draft.files.length === 0) plannedStudy(draft, [], options);
	const site = await openSite(options.connect, log);
	try {
		const own = draft.files.length > 0 ? await ownSkills(site, draft) : [];
		const plan = plannedStudy(draft, own, options);
		const { shard, connect, fresh, workers, outputs } = options;
		const kind = plan.study.budget?.kind === 'seconds' ? 'seconds' : 'other';
		const part = shard && path.resolve(options.blob, `${shard.current}-of-${shard.total}.zip`);
		if (part) mkdirSync(path.dirname(part), { recursive: true });
		const gathered = await runPlan(
			{
				...{ ...plan, files: draft.files, url: site.url, engine: engineName(), connect, fresh },
				...{ cache: path.resolve('.cache', 'bench', 'runs'), software, blob: part },
				...{ events: outputs.events !== undefined, workers: workers ?? fittingWorkers(kind) },
			},
			{ folder, shard },
		);
		if (gathered.interrupted) {
			log('Interrupted. What is done is stored: the same call goes on with the rest.');
			return exitCodes.interrupted;
		}
		if (!part) return await report(plan, gathered, options, () => site.open());
		const failed =
			gathered.cells.filter((cell) => 'failed' in cell).length + gathered.errors.length;
		log(
			`Part ${shard.current} of ${shard.total}: ${gathered.cells.length} cells, ${failed} failed, in ${path.relative('.', part)}. ` +
				'Bring the parts together by --merge.',
		);
		return failed > 0 ? exitCodes.failed : exitCodes.fine;
	} finally {
		await site.close();
	}
}

async function merge(options: BenchOptions, folders: readonly string[]): Promise<number> {
	const gathered = await mergeParts(folders, { folder });
	const [plan, other] = gathered.studies;
	if (!plan) throw new InputError('--merge: the parts are of no study of this bench.');
	if (other)
		throw new InputError(
			`--merge: the parts are of different studies, or of different states of one: "${plan.study.title}" and "${other.study.title}". ` +
				'Name the parts of one study only.',
		);
	if (gathered.engines.length > 1)
		log('The parts were run with different builds of the lab: their figures may differ by that.');
	for (const assertion of options.assertions) checkNames(assertion, plan.study);
	let site: LabSite | undefined;
	try {
		return await report(plan, gathered, options, async () => {
			site = await openSite(null, log);
			return site.open();
		});
	} finally {
		await site?.close();
	}
}

/** Throws InputError, also on an assertion about what the study does not have. */
function plannedStudy(
	draft: StudyDraft,
	own: readonly SkillInfo[],
	{ assertions }: BenchOptions,
): StudyPlan {
	const plan = draft.complete(own);
	cellsOf(plan);
	for (const assertion of assertions) checkNames(assertion, plan.study);
	return plan;
}

/** What the files become: the cells' browsers import them in the same way. */
async function ownSkills(site: LabSite, { files }: StudyDraft): Promise<SkillInfo[]> {
	const lab = await site.open();
	try {
		const own = await importSkills(lab.page, files);
		for (const { name, counts } of own)
			log(
				`${name}: ${counts.train} examples to train on, ${counts.validation} for validation, ${counts.heldOut} held out.`,
			);
		return own;
	} finally {
		await lab.close();
	}
}

async function report(
	plan: StudyPlan,
	gathered: Gathered,
	options: BenchOptions,
	open: () => Promise<HeadlessLab>,
): Promise<number> {
	const { outputs, assertions } = options;
	const made = reportOf(plan, gathered);
	log(`\n${reportText(made, gathered)}`);
	await writeFiles(made, gathered, outputs, (report) => htmlOf(report, open));
	for (const error of gathered.errors) console.error(error);
	const checked = assertions.map((assertion) => checkAssertion(assertion, plan.study, made));
	for (const { holds, text, why } of checked)
		log(`${holds ? 'holds' : 'does not hold'}: ${text} (${why})`);
	const { finished, planned } = made.report.counts;
	if (finished < planned || gathered.errors.length > 0) {
		log(
			options.merge
				? 'The study is not whole: run the shards again that are missing or had failures.'
				: 'The study is not whole: the same call tries again what failed.',
		);
		return exitCodes.failed;
	}
	return checked.every(({ holds }) => holds) ? exitCodes.fine : exitCodes.assertion;
}

async function htmlOf(report: StudyReport, open: () => Promise<HeadlessLab>): Promise<string> {
	const lab = await open();
	try {
		return await lab.page.evaluate(
			(json) => window.skillet!.reportHtml(JSON.parse(json) as StudyReport),
			JSON.stringify(report),
		);
	} finally {
		await lab.close();
	}
}

/** The worker and the kernels by their content: results of another build are not taken for this one's. */
function engineName(): string {
	const isEngine = (name: string) => name.includes('worker') || name.endsWith('.wasm');
	return readdirSync(path.join(siteFolder, 'assets')).filter(isEngine).sort().join();
}
