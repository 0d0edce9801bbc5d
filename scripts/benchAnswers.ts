/** `npm run bench:answers`: the speed of answers, in Node and in a single HTML file. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { lowest } from '#engine/core/statistics.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { generate } from '#engine/model/generate.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { flag, oneOf, wholeOr } from './lib/command.ts';
import { measureHtml } from './lib/htmlAnswers.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { tableOf } from './lib/output.ts';
import { openPython } from './lib/python.ts';
import { randomModel } from './lib/shapedModel.ts';

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

await runBenchmark(
	{
		name: 'npm run bench:answers',
		purpose:
			'Times greedy answers on the processor, in turn: with the cache of keys and values, with a ' +
			'whole pass for each token, and by transformers.',
		example: '--model smollm2-135m --tokens 32 --json answers.json',
		options: {
			html: flag('Instead: size and speed of the single HTML file of both models, in a browser'),
			model: oneOf(
				['skillet-base', 'smollm2-135m'],
				'skillet-base',
				'The shipped model, or random weights in the shape of SmolLM2-135M',
			),
			tokens: wholeOr(64, 'Tokens of an answer', { from: 2, to: 400 }),
			rounds: wholeOr(5, 'Rounds; the fastest counts', { from: 1, to: 100 }),
			threads: wholeOr(availableParallelism(), 'Threads of each', { from: 1, to: 32 }),
		},
		notes: ['transformers runs if SKILLET_PYTHON (default python3) has torch and transformers.'],
	},
	async ({ html, model, tokens, rounds, threads }) => {
		if (html) return { files: await measureHtml() };
		const isShipped = model === 'skillet-base';
		const prompt = Array.from({ length: 32 }, (_, i) => 40 + ((i * 37) % 90));
		const answerers = await openOwn(
			isShipped ? readModelOnDisk(shippedFolder) : randomModel(),
			threads,
		);
		const python = await openTransformers(isShipped ? shippedFolder : null, threads);
		if (python) answerers.push(python);

		const measured = answerers.map(({ name }) => ({ name, times: [] as number[], written: '' }));
		for (let round = 0; round <= rounds; round++)
			for (const [i, { answer }] of answerers.entries()) {
				const answered = await answer(prompt, tokens);
				measured[i].written = answered.tokens.join(' ');
				// The first round compiles.
				if (round > 0) measured[i].times.push(answered.milliseconds / tokens);
			}
		const results = measured.map(({ name, times, written }) => ({
			name,
			times,
			milliseconds: lowest(times),
			/** null: its random weights are others. */
			isSame: !isShipped && name === transformers ? null : written === measured[0].written,
		}));
		console.log(
			tableOf(results, {
				'answers by': ({ name }) => name,
				'ms per token': ({ milliseconds }) => milliseconds.toFixed(3),
				'to ours': ({ milliseconds }) => (milliseconds / results[0].milliseconds).toFixed(2),
				'same tokens': ({ isSame }) => (isSame === null ? '–' : isSame ? 'yes' : 'no'),
			}),
		);
		return { model, tokens, rounds, threads, results };
	},
);

async function openOwn(
	model: Pick<ReturnType<typeof readModelOnDisk>, 'config' | 'specs' | 'weights'>,
	threads: number,
): Promise<Answerer[]> {
	const device = await openNodeDevice(threads);
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const weights = await decoder.upload('weights', model.weights);
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
