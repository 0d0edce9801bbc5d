/** Starts Playwright's own test runner on a study, and its own merge on the parts of one. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InputError } from '#core/errors.ts';
import { gatherInto, type Gathered } from './gatherReporter.ts';
import { writePlan, type BenchPlan } from './plan.ts';

const config = 'playwright.bench.config.ts';

export interface Shard {
	readonly current: number;
	readonly total: number;
}

/** Runs the plan's cells, all or those of a shard. `folder`: for files of this call. Throws when the runner itself failed. */
export async function runPlan(
	plan: Omit<BenchPlan, 'folder' | 'gathered'>,
	{ folder, shard }: { folder: string; shard: Shard | null },
): Promise<Gathered> {
	const gathered = path.join(folder, 'gathered.json');
	const playwright = path.join(folder, 'playwright');
	const whole = { ...plan, gathered, folder: playwright };
	const words = shard ? ['--shard', `${shard.current}/${shard.total}`] : [];
	await playwrightRun(['test', '-c', config, ...words], {
		...writePlan(whole, path.join(folder, 'plan.json')),
		...gatherInto(gathered),
	});
	return readGathered(gathered);
}

/** The parts in these folders, blob reports of Playwright's, as if they were one run. Throws InputError when there is none. */
export async function mergeParts(
	folders: readonly string[],
	{ folder }: { folder: string },
): Promise<Gathered> {
	const parts = path.join(folder, 'parts');
	mkdirSync(parts, { recursive: true });
	const files = folders.flatMap(blobsIn);
	// The merge unpacks beside them, and wants them in one folder.
	files.forEach((file, i) => copyFileSync(file, path.join(parts, `${i}-${path.basename(file)}`)));
	const gathered = path.join(folder, 'gathered.json');
	const { output } = await playwrightRun(['merge-reports', '-c', config, parts], {
		...gatherInto(gathered),
		SKILLET_BENCH_PLAN: '',
	});
	if (!existsSync(gathered))
		throw new InputError(
			`--merge: Playwright cannot merge these parts: ${/^Error: (.*)$/m.exec(output)?.[1] ?? output.trim()} Run the shards again.`,
		);
	return readGathered(gathered);
}

function blobsIn(folder: string): string[] {
	if (!existsSync(folder) || !statSync(folder).isDirectory())
		throw new InputError(
			`--merge: there is no folder ${folder}. Name those that --shard wrote to.`,
		);
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.zip'))
		.sort();
	if (files.length === 0)
		throw new InputError(
			`--merge: ${folder} has no .zip of a part. Name a folder that --shard wrote to.`,
		);
	return files.map((file) => path.join(folder, file));
}

function readGathered(file: string): Gathered {
	if (!existsSync(file))
		throw new Error('Playwright’s runner ended without a report. What it said is above.');
	return JSON.parse(readFileSync(file, 'utf8')) as Gathered;
}

/**
 * Ends when the runner does. A merge is quiet. An interruption is passed on once, so that the runner ends its tests and reports
 * what it has; the channel tells it when this program is gone.
 */
function playwrightRun(
	words: readonly string[],
	env: Record<string, string>,
): Promise<{ output: string }> {
	const program = createRequire(import.meta.url).resolve('@playwright/test/cli');
	const quiet = words[0] === 'merge-reports';
	const child = spawn(process.execPath, [program, ...words], {
		stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit', 'ipc'],
		// Not in the terminal's group: Ctrl+C would reach the runner twice, and the second time is final.
		detached: !quiet,
		env: { ...process.env, ...env },
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	let passed = 0;
	const passOn = () => {
		if (passed === 0) child.kill('SIGINT');
		else if (performance.now() - passed > 2000) child.kill('SIGKILL');
		passed ||= performance.now();
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	for (const signal of signals) process.on(signal, passOn);
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', () => {
			for (const signal of signals) process.off(signal, passOn);
			resolve({ output });
		});
	});
}
