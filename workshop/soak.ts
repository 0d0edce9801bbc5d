/**
 * `soak`: storage faults, and faults of the page and its browser. The result
 * of a finished part is kept in .cache/soak, so that an interrupted soak resumes after it.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { runFaults } from './soak/faults.ts';
import { crashGpu } from './soak/gpuCrash.ts';
import { interruptTraining, type SoakOptions } from './soak/interruptions.ts';
import { longRun } from './soak/memory.ts';
import { fillDisks } from './soak/quota.ts';
import { playSession } from './soak/session.ts';
import { subjects, type SubjectName } from './soak/subjects.ts';
import { ensureBrowser } from '../scripts/lib/browser.ts';
import { runScript, SetupError } from '../scripts/lib/faults.ts';
import { buildIfStale, siteFolder } from '../scripts/lib/build.ts';
import { flag, outputFile, readCommand, someOf, wholeOr } from '../scripts/lib/command.ts';
import { cached, writeJson } from '../scripts/lib/output.ts';
import { serve } from '../scripts/lib/serve.ts';

const parts = ['storage', 'interruptions', 'memory', 'session', 'faults', 'quota', 'gpu'] as const;
type Part = (typeof parts)[number];
type Named = readonly [string, () => Promise<unknown>];
const trainings = Object.keys(subjects) as SubjectName[];
const log = (line: string) => console.log(`  ${line}`);

await runScript(async () => {
	const values = readCommand({
		name: 'npm run --prefix workshop soak',
		purpose: 'Interrupts and disturbs long runs.',
		example: '--only interruptions,faults --reloads 20 --kills 20',
		options: {
			only: someOf(parts, 'Parts'),
			seed: wholeOr(1, 'Of all draws', { from: 0 }),
			reloads: wholeOr(50, 'Reloads of each training, at drawn moments', { from: 0 }),
			kills: wholeOr(50, 'Kills of the browser of each training', { from: 0 }),
			tears: wholeOr(10, 'The last kills, each in the middle of a write', { from: 0 }),
			trainings: someOf(trainings, 'Trainings that are interrupted'),
			steps: wholeOr(10_000, 'Steps of the run whose memory is measured', { from: 100 }),
			times: wholeOr(10, 'Repetitions of each fault', { from: 1 }),
			fresh: flag('Does not use the kept results of an interrupted soak'),
			json: outputFile('All results'),
		},
		notes: ['docs/reliability.md says what the parts do.'],
	});
	const { seed, reloads, kills, tears, steps, times } = values;
	const folder = path.join('.cache', 'soak');
	if (values.fresh) rmSync(folder, { recursive: true, force: true });
	const results: Record<string, unknown> = {};
	const problems: string[] = [];
	const keep = async <T>(name: string, work: () => Promise<T>): Promise<T | null> => {
		console.log(`${new Date().toISOString()} ${name}`);
		try {
			const result = await cached('soak', { name }, work);
			results[name] = result;
			return result;
		} catch (error) {
			problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
			console.log(`  FAILED ${problems.at(-1)}`);
			return null;
		}
	};
	const has = (part: Part) => values.only.includes(part);

	if (has('storage')) await keep(`storage-${seed}`, async () => testStorage());

	const inPage = parts.filter((part) => part !== 'storage').filter(has);
	if (inPage.length > 0) {
		await buildIfStale(log);
		const { path: program } = await ensureBrowser(log);
		const site = await serve(siteFolder, 4273);
		const options: SoakOptions = { program, url: site.url, seed, log };
		const onGpu: SoakOptions = { ...options, url: `${site.url}?backend=webgpu` };
		const work: { readonly [P in (typeof inPage)[number]]: readonly Named[] } = {
			interruptions: values.trainings.map((subject) => [
				`${subject}-${reloads}-${kills}-${tears}`,
				() => interruptTraining(options, { subject, reloads, kills, tears }),
			]),
			memory: [[`${steps}`, () => longRun(options, steps)]],
			session: [['once', () => playSession(options)]],
			faults: [[`${times}`, () => runFaults(options, { times, steps: 150 })]],
			quota: [[`${times}`, () => fillDisks(options, times)]],
			gpu: [
				[
					`${times}`,
					async () => ({
						memory: await longRun(onGpu, Math.ceil(steps / 10)),
						faults: await runFaults(onGpu, { times, steps: 150, only: ['device lost'] }),
						crashes: await crashGpu(onGpu, times),
					}),
				],
			],
		};
		for (const part of inPage)
			for (const [name, task] of work[part]) {
				const result = await keep(`${part}-${seed}-${name}`, task);
				if (result) log(JSON.stringify(result));
			}
		await site.close();
	}
	writeJson(values.json, { date: new Date().toISOString(), values, results, problems });
	if (problems.length > 0)
		throw new SetupError(`\n${problems.join('\n\n')}\n\n${problems.length} problems.`);
	console.log('No problem was found.');
});

/** The long form of the unit tests with a fault at each write. */
function testStorage(): { readonly passed: true } {
	const words = ['vitest', 'run', '--project', 'unit', 'tests/unit/lab/storageFaults.test.ts'];
	const env = { ...process.env, SKILLET_SUITE: 'long' };
	const { status } = spawnSync('npx', words, { stdio: 'inherit', env });
	if (status !== 0) throw new Error('the tests failed, see above');
	return { passed: true };
}
