/**
 * `npm run bench:answers`: milliseconds per token of greedy answers on the processor, in turn: with
 * the cache of keys and values, with a whole pass for each token, and by transformers.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { lowest } from '#engine/core/statistics.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { generate } from '#engine/model/generate.ts';
import { runScript } from './lib/faults.ts';
import { oneOf, outputFile, readCommand, wholeOr } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { table, writeJson } from './lib/output.ts';
import { openPython } from './lib/python.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';
import { randomModel } from './lib/smolLm2.ts';

const shippedFolder = path.join('models', 'skillet-base');

const transformers = 'transformers with cache';

interface Answerer {
	readonly name: string;
	/** Writes `count` tokens after the prompt. */
	readonly answer: (prompt: readonly number[], count: number) => Promise<Timed>;
}
interface Timed {
	readonly milliseconds: number;
	readonly tokens: readonly number[];
}

await runScript(async () => {
	const { model, tokens, rounds, threads, json } = readCommand({
		name: 'npm run bench:answers',
		purpose: 'Times greedy answers with a cache, without it, and by transformers.',
		example: '--model smollm2-135m --tokens 32 --json answers.json',
		options: {
			model: oneOf(
				['skillet-base', 'smollm2-135m'],
				'skillet-base',
				'The shipped model, or random weights in the shape of SmolLM2-135M',
			),
			tokens: wholeOr(64, 'Tokens of an answer', { from: 2, to: 400 }),
			rounds: wholeOr(5, 'Rounds; the fastest counts', { from: 1, to: 100 }),
			threads: wholeOr(availableParallelism(), 'Threads of each', { from: 1, to: 32 }),
			json: outputFile('All figures'),
		},
		notes: ['transformers runs if SKILLET_PYTHON (default python3) has torch and transformers.'],
	});
	const shipped = model === 'skillet-base' ? readModelOnDisk(shippedFolder) : randomModel();
	const prompt = Array.from({ length: 32 }, (_, i) => 40 + ((i * 37) % 90));
	const answerers = [...(await openOwn(shipped, threads))];
	const python = await openTransformers(model === 'skillet-base' ? shippedFolder : null, threads);
	if (python) answerers.push(python);

	const times = new Map<string, number[]>(answerers.map(({ name }) => [name, []]));
	const written = new Map<string, string>();
	for (let round = 0; round <= rounds; round++)
		for (const { name, answer } of answerers) {
			const { milliseconds, tokens: answerTokens } = await answer(prompt, tokens);
			written.set(name, answerTokens.join(' '));
			// The first round compiles.
			if (round > 0) times.get(name)!.push(milliseconds / tokens);
		}
	const best = answerers.map(({ name }) => ({ name, milliseconds: lowest(times.get(name)!) }));
	const [fastest] = best;
	// Random weights are not those of transformers.
	const isSame = (name: string) =>
		model === 'smollm2-135m' && name === transformers
			? null
			: written.get(name) === written.get(fastest.name);
	const yesOrNo = (same: boolean | null) => (same === null ? '–' : same ? 'yes' : 'no');
	const rows = best.map(({ name, milliseconds }) => [
		name,
		milliseconds.toFixed(3),
		(milliseconds / fastest.milliseconds).toFixed(2),
		yesOrNo(isSame(name)),
	]);
	console.log(table([['answers by', 'ms per token', 'to ours', 'same tokens'], ...rows]));
	writeJson(json, {
		model,
		tokens,
		rounds,
		threads,
		processor: cpus()[0]?.model,
		load: loadavg()[0],
		times: Object.fromEntries(times),
		best,
		sameTokens: Object.fromEntries(best.map(({ name }) => [name, isSame(name)])),
	});
	process.exit(0);
});

async function openOwn(
	{
		config,
		specs,
		weights: flat,
	}: Pick<ReturnType<typeof readModelOnDisk>, 'config' | 'specs' | 'weights'>,
	threads: number,
): Promise<Answerer[]> {
	const decoder = await DecoderOnDevice.open(await openNodeDevice(threads), config, specs);
	const weights = await decoder.upload('weights', flat);
	const timed = async (work: () => Promise<readonly number[]>): Promise<Timed> => {
		const start = performance.now();
		const tokens = await work();
		return { milliseconds: performance.now() - start, tokens };
	};
	const write = async (prompt: readonly number[], maxTokens: number) =>
		(await generate(decoder, weights, [prompt], { end: -1, maxTokens }))[0].tokens;
	return [
		{ name: 'skillet with cache', answer: (prompt, count) => timed(() => write(prompt, count)) },
		{
			name: 'skillet, whole passes',
			answer: (prompt, count) =>
				timed(async () => {
					const all = [...prompt];
					while (all.length < prompt.length + count) all.push(...(await write(all, 1)));
					return all.slice(prompt.length);
				}),
		},
	];
}

/** `folder`: null for random weights. Gives null if Python does not have transformers. */
async function openTransformers(folder: string | null, threads: number): Promise<Answerer | null> {
	const configFile = path.join(mkdtempSync(path.join(tmpdir(), 'skillet-answers-')), 'config.json');
	const { model_type: _, ...config } = smolLm2;
	writeFileSync(configFile, JSON.stringify(config));
	const ask = await openPython(path.join('tests', 'bench', 'answers.py'), folder ?? configFile, {
		SKILLET_THREADS: String(threads),
		OMP_WAIT_POLICY: 'passive',
	});
	return (
		ask && {
			name: transformers,
			answer: async (prompt, tokens) => (await ask({ prompt, tokens })) as Timed,
		}
	);
}
