/** LESS against PyTorch on the rules of the authors' code (gradients.py). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { compareGradients } from '#engine/training/compareGradients.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshState } from '#engine/training/optimizer.ts';
import { cosines } from '#mixing/policies/less.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { goldenAdapter, type GoldenAdapter } from './adaptersChecks.ts';
import { difference, goldenFolder, goldenOptimizer, tolerance } from './architecturesChecks.ts';
import { encodedGolden } from './encodedGolden.ts';

interface GoldenLess extends Pick<GoldenAdapter, 'config' | 'base'> {
	readonly settings: AdapterSettings | null;
	readonly train: { tokens: number[]; promptLength: number }[];
	readonly target: { tokens: number[]; promptLength: number }[];
	readonly steps: number;
	readonly batch: number;
	readonly updateNorms: readonly number[];
	readonly targetNorm: number;
	/** [train]: the cosine with the mean gradient, and the mean cosine. */
	readonly mean: readonly number[];
	readonly rows: readonly number[];
}
const golden = JSON.parse(
	readFileSync(new URL('gradients.json', import.meta.url), 'utf8'),
) as unknown as { readonly less: readonly GoldenLess[] };

const device = await openNodeDevice();

/** A learner of the model, or of its adapter. */
async function openLearner({ config, base, settings }: GoldenLess) {
	const size = { size: 4, context: 64, layout: 'packed' } as const;
	const open = async (decoder: DecoderOnDevice, weights: Float32Array) => ({
		decoder,
		learner: await Learner.open(decoder, freshState(weights), goldenOptimizer, size),
	});
	if (!settings) {
		const model = readModelFolder(goldenFolder({ config, tensors: base }));
		const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
		return open(decoder, model.weights.slice());
	}
	const { model, adapter, flat } = goldenAdapter({ config, base, settings });
	const frozen = { adapter, weights: model.weights };
	return open(await DecoderOnDevice.open(device, model.config, model.specs, frozen), flat);
}

/** After the golden steps, whose gradients have no dropout either. */
async function openTrained(goldenCase: GoldenLess) {
	const { settings, train, steps, batch } = goldenCase;
	const still = settings?.dropout ? { ...settings, dropout: 0 } : settings;
	const { learner, decoder } = await openLearner({ ...goldenCase, settings: still });
	const set = encodedGolden(train);
	const { learningRate } = goldenOptimizer;
	for (let step = 0; step < steps; step++) {
		const rows = Array.from({ length: batch }, (_, i) => (step * batch + i) % train.length);
		const examples = rows.map((index) => ({ set, index }));
		await learner.step(examples, { step: step + 1, learningRate });
	}
	const state = await learner.state();
	learner.dispose();
	decoder.dispose();
	return state;
}

test.each(golden.less.map((goldenCase, i) => [i, goldenCase] as const))(
	'LESS %i: directions of the next step, and their cosines with the target',
	async (_, goldenCase) => {
		const state = await openTrained(goldenCase);
		const { decoder, learner: fresh } = await openLearner(goldenCase);
		fresh.dispose();
		const size = { size: 4, context: 64, layout: 'packed' } as const;
		const learner = await Learner.open(decoder, state, goldenOptimizer, size);
		const [train, target] = [goldenCase.train, goldenCase.target].map((rows) => {
			const set = encodedGolden(rows);
			return rows.map((_row, index) => ({ set, index }));
		});
		const groups = train.map((row) => [row]);
		const compare = async (match: 'mean' | 'rows') => {
			const { products, targetNorms, groupNorms } = await compareGradients(
				learner,
				goldenOptimizer,
				{ groups, targets: [target], asUpdate: true, unitRows: match === 'rows' },
			);
			const [found] = cosines(
				{
					kind: 'gradients',
					id: 'rows',
					products,
					targetNorms,
					trainNorms: groupNorms,
					learningRate: 1,
				},
				match,
			);
			return { found, targetNorms, groupNorms };
		};
		const mean = await compare('mean');
		expect(difference(mean.targetNorms, [goldenCase.targetNorm])).toBeLessThan(tolerance);
		expect(difference(mean.groupNorms, goldenCase.updateNorms)).toBeLessThan(5 * tolerance);
		expect(difference(mean.found, goldenCase.mean)).toBeLessThan(10 * tolerance);
		expect(difference((await compare('rows')).found, goldenCase.rows)).toBeLessThan(10 * tolerance);
		// Comparing trains nothing.
		expect(await learner.state()).toEqual(state);
		learner.dispose();
		decoder.dispose();
	},
);
