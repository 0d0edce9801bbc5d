/**
 * `blend`: how true the forecast of a blend is. Trains one copy for each skill, forecasts mixes by
 * weighted sums of them, trains the same mixes, and compares. Equal shares, the first mix, correct
 * the other forecasts. Resumes from `.cache/blend`.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { sha256Hex } from '../src/engine/core/hash.ts';
import type { JsonObject } from '../src/engine/core/json.ts';
import { mean } from '../src/engine/core/statistics.ts';
import type { EncodedSkill } from '../src/engine/data/encoded.ts';
import type { LoadedModel } from '../src/engine/model/folder.ts';
import type { Evaluation } from '../src/engine/training/evaluateSkills.ts';
import { defaultOptimizer } from '../src/engine/training/settings.ts';
import { correctScores } from '../src/lab/features/blend/model/correction.ts';
import { createTrainer } from '../src/lab/training/createTrainer.ts';
import type { SkillScore } from '../src/lab/training/events.ts';
import type { RunSettings } from '../src/lab/training/runSettings.ts';
import type { Trainer } from '../src/lab/training/trainer.ts';
import { exponentialLaw } from '../src/mixing/mixingLaw.ts';
import { fitSurface } from '../src/mixing/surface.ts';
import { oneOf, text, textOr, whole, wholeOr } from '../scripts/lib/command.ts';
import { openNodeDevice } from '../scripts/lib/nodeDevice.ts';
import { cached, tableOf } from '../scripts/lib/output.ts';
import { readResumable, resumableName, writeResumable } from '../scripts/lib/resumable.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { agreement, truthMixes, type Pair } from './lib/blendAgreement.ts';
import { openGgufOnDisk, readRealSkills } from './lib/realModel.ts';
import { builtinExperiment, encodeBuiltin } from './lib/builtinRun.ts';
import { readModelOnDisk } from '../scripts/lib/modelOnDisk.ts';

interface World {
	readonly model: LoadedModel;
	readonly skills: readonly EncodedSkill[];
	readonly settings: RunSettings;
	/** All that the figures depend on, besides the settings. */
	readonly key: JsonObject;
}

const equalShares = [{ fromStep: 0, id: 'uniform', settings: {} }];

const evaluationOf = (steps: number, rows: number) => ({
	every: steps,
	examples: rows,
	finalExamples: rows,
	samples: 0,
});

await runBenchmark(
	{
		name: 'npm run --prefix workshop blend',
		purpose:
			'Compares what a blend forecasts with what the same mixes reach when they are trained. ' +
			'An interrupted call resumes.',
		example: '--steps 100',
		options: {
			model: textOr('PATH', 'models/skillet-base', 'A shipped model, or a GGUF file'),
			data: text('FOLDER', 'With a GGUF file: the folder of its rows'),
			train: oneOf(['weights', 'adapter'], 'weights', 'What the built-in skills train'),
			steps: whole('Steps of each copy and of each run (default: 100; GGUF: 30)', { from: 1 }),
			mixes: wholeOr(16, 'Trained mixes', { from: 3, to: 100 }),
			rows: whole('Held-out rows of each skill (default: 50; GGUF: 24)', { from: 1 }),
			seed: wholeOr(1, 'Seed of the runs', { from: 0 }),
			threads: wholeOr(availableParallelism(), 'Threads of the processor', { from: 1, to: 64 }),
		},
	},
	async ({ model, data, train, mixes, seed, threads, ...options }) => {
		const isReal = model.endsWith('.gguf');
		const steps = options.steps ?? (isReal ? 30 : 100);
		const rows = options.rows ?? (isReal ? 24 : 50);
		const world = isReal
			? await realWorld(model, data ?? '.', { steps, rows, seed })
			: await builtinWorld(model, train === 'adapter', { steps, rows, seed });
		const device = await openNodeDevice(threads);
		const open = (settings: RunSettings) => createTrainer({ ...world, device, settings });
		const results = await compare(world, open, { steps, rows, mixes });
		print(world, results);
		return { steps, rows, seed, model: world.key, ...results };
	},
);

interface Sizes {
	readonly steps: number;
	readonly rows: number;
	readonly seed: number;
}

/** The default experiment of the page with fewer steps. */
async function builtinWorld(
	folder: string,
	isAdapter: boolean,
	{ steps, rows, seed }: Sizes,
): Promise<World> {
	const { optimizer, batching, schedule } = builtinExperiment;
	const adapter = { rank: 8, alpha: 16, targets: 'all-linear' };
	return {
		model: readModelOnDisk(folder),
		skills: await encodeBuiltin(batching.context),
		settings: {
			policy: equalShares,
			steps,
			seed,
			optimizer,
			batching,
			schedule,
			evaluation: evaluationOf(steps, rows),
			...(isAdapter && { adapter }),
		},
		key: { model: path.basename(folder), trains: isAdapter ? 'adapter' : 'weights' },
	};
}

/** The rows and settings of a small run of LoRA on a real model. */
async function realWorld(
	file: string,
	folder: string,
	{ steps, rows, seed }: Sizes,
): Promise<World> {
	const model = await openGgufOnDisk(file);
	const context = 144;
	const skills = await readRealSkills(folder, model.tokenizer, context);
	return {
		model,
		skills,
		settings: {
			policy: equalShares,
			steps,
			seed,
			optimizer: { ...defaultOptimizer, learningRate: 4e-4, weightDecay: 0 },
			batching: { size: 4, context, layout: 'packed' },
			schedule: { kind: 'linear', warmup: 0.1, floor: 0.05 },
			evaluation: evaluationOf(steps, rows),
			adapter: { rank: 8, alpha: 16, targets: 'all-linear' },
		},
		key: {
			model: path.basename(file),
			rows: skills.map(({ info }) => info.fingerprint),
			bytes: sha256Hex(`${readFileSync(file).length}`),
		},
	};
}

/** Of one mix: what each skill reaches. Lists by trained skill. */
interface Result {
	readonly shares: readonly number[];
	readonly forecast: Scores;
	readonly trained: Scores;
}
interface Scores {
	readonly loss: readonly number[];
	readonly exact: readonly (number | null)[];
}

async function compare(
	{ skills, settings, key }: World,
	open: (settings: RunSettings) => Promise<Trainer>,
	{ steps, rows, mixes }: { readonly steps: number; readonly rows: number; readonly mixes: number },
) {
	const trained = skills.flatMap(({ use }, index) => (use === 'train' ? [index] : []));
	const ids = trained.map((index) => skills[index].info.id);
	const whole = { ...key, settings: settings as unknown as JsonObject };
	const scoresOf = (evaluation: Pick<Evaluation, 'skills'>): Scores => ({
		loss: trained.map((index) => evaluation.skills[index].loss),
		exact: trained.map((index) => evaluation.skills[index].exact),
	});
	const trainer = await open(settings);
	const { weights: start } = await trainer.state();
	const members: Float32Array[] = [];
	for (const index of trained)
		members.push(
			await part({ ...whole, part: skills[index].info.id }, () => {
				console.log(`${skills[index].info.name}: ${steps} steps alone`);
				const { signal } = new AbortController();
				const shares = skills.map((_, i) => Number(i === index));
				return trainer.trainCopy(shares, { steps, signal });
			}),
		);
	const blend = { start, members };
	const forecast = (shares: readonly number[]) =>
		cached('blend', { ...whole, forecast: [...shares] }, async () =>
			scoresOf(await trainer.forecast(blend, shares, { samples: 0, examples: rows })),
		);
	const base = await forecast(ids.map(() => 0));
	const results: Result[] = [];
	for (const shares of truthMixes(ids, mixes)) {
		const forecasted = await forecast(shares);
		const ratios = Object.fromEntries(ids.map((id, k) => [id, shares[k]]));
		const reached = await cached('blend', { ...whole, trained: [...shares] }, async () => {
			console.log(`Trains ${shares.map((share) => `${Math.round(100 * share)}`).join(', ')} %`);
			const policy = [{ fromStep: 0, id: 'fixed', settings: { ratios } }];
			const run = await open({ ...settings, policy });
			for (;;) {
				const events = await run.next();
				const last = events.find((event) => event.type === 'evaluation');
				if (!last) continue;
				run.dispose();
				return scoresOf(last);
			}
		});
		results.push({ shares, forecast: forecasted, trained: reached });
	}
	trainer.dispose();
	return { ids, base, results };
}

function skillScores({ loss, exact }: Scores): SkillScore[] {
	return loss.map((nats, k) => ({ loss: nats, exact: exact[k], tokenAccuracy: 0, examples: 0 }));
}

/** The numbers of a copy, from an earlier call if it has made them. */
async function part(key: JsonObject, make: () => Promise<Float32Array>): Promise<Float32Array> {
	const file = path.join('.cache', 'blend', resumableName('part', key, 'bin'));
	const stored = readResumable(file, key);
	if (stored) return new Float32Array(stored.slice().buffer);
	const numbers = await make();
	writeResumable(file, key, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
	return numbers;
}

function print(
	{ skills }: World,
	{ ids, base, results }: Awaited<ReturnType<typeof compare>>,
): void {
	const names = ids.map((id) => skills.find(({ info }) => info.id === id)!.info.name);
	const digits = (value: number | null, places = 2) => value?.toFixed(places) ?? '–';
	console.log(
		tableOf(results, {
			'mix in %': ({ shares }) => shares.map((share) => Math.round(100 * share)).join(', '),
			'forecast loss': ({ forecast }) => forecast.loss.map((loss) => digits(loss)).join(', '),
			'trained loss': ({ trained }) => trained.loss.map((loss) => digits(loss)).join(', '),
		}),
	);
	console.log(`Before: ${names.map((name, k) => `${name} ${digits(base.loss[k])}`).join(', ')}\n`);
	const [equal, ...tested] = results;
	const correction = {
		trained: [...ids.keys()],
		forecast: skillScores(equal.forecast),
		reached: skillScores(equal.trained),
	};
	const corrected = ({ forecast, shares }: Result): Scores => {
		const scores = correctScores(skillScores(forecast), shares, correction);
		return { loss: scores.map(({ loss }) => loss), exact: scores.map(({ exact }) => exact) };
	};
	const pairsBy = (value: (scores: Scores) => number) => ({
		plain: tested.map(({ forecast, trained }): Pair => [value(forecast), value(trained)]),
		corrected: tested.map((result): Pair => [value(corrected(result)), value(result.trained)]),
	});
	const meanLoss = pairsBy(({ loss }) => mean(loss));
	const right = pairsBy(({ exact }) => mean(exact.map((share) => share ?? 0)));
	/** Of each mix by a law of the others. */
	const lawOf = (value: (result: Result) => number) =>
		tested.map((result): Pair => {
			const others = results.filter((other) => other !== result);
			const law = exponentialLaw(
				others.map(({ shares }) => shares),
				others.map(value),
			);
			return [law(result.shares), value(result)];
		});
	const exact = ({ trained: { exact } }: Result) => mean(exact.map((share) => share ?? 0));
	const rows: (readonly [string, readonly Pair[]])[] = [
		...names.map(
			(name, k) => [`${name}, forecast`, pairsBy(({ loss }) => loss[k]).corrected] as const,
		),
		['mean loss, forecast', meanLoss.corrected],
		['mean loss, forecast without correction', meanLoss.plain],
		['mean loss, law of the other trained mixes', lawOf(({ trained }) => mean(trained.loss))],
		['right answers, forecast', right.corrected],
		['right answers, forecast without correction', right.plain],
		[
			'right answers, surface of the other trained mixes',
			tested.map((result): Pair => {
				const others = results.filter((other) => other !== result);
				const surface = fitSurface(
					others.map(({ shares }) => shares),
					others.map(exact),
				);
				return [surface.at(result.shares), exact(result)];
			}),
		],
	];
	console.log(
		tableOf(
			rows.map(([name, pairs]) => ({ name, ...agreement(pairs) })),
			{
				'over all mixes but equal shares': ({ name }) => name,
				correlation: ({ correlation }) => digits(correlation),
				'rank correlation': ({ rank }) => digits(rank),
				'mean error': ({ error }) => digits(error, 3),
				bias: ({ bias }) => digits(bias, 3),
				'error without bias': ({ scatter }) => digits(scatter, 3),
			},
		),
	);
}
