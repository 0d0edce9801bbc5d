/** Cross-entropy with and without gradient, and the largest logits. Targets win, lose and tie. */
import { crossEntropyKernel, crossEntropyScores } from '#engine/gpu/kernels/crossEntropy.ts';
import { largestColumnKernel } from '#engine/gpu/kernels/largestColumn.ts';
import { defineFamily, floats, integers, type Input } from '../kernelCase.ts';

interface Shape {
	readonly rows: number;
	readonly vocabulary: number;
	/** Scale of the logits. 40: the softmax is one-hot. 0: integers with ties. */
	readonly scale: number;
}

export const crossEntropyFamily = defineFamily<Shape>({
	fixed: [
		{ rows: 1, vocabulary: 2, scale: 1 },
		{ rows: 5, vocabulary: 7, scale: 3 },
		{ rows: 9, vocabulary: 12, scale: 0 },
		{ rows: 67, vocabulary: 256, scale: 2 },
		{ rows: 3, vocabulary: 1021, scale: 1 },
		{ rows: 4, vocabulary: 64, scale: 40 },
		{ rows: 2, vocabulary: 2056, scale: 1 },
	],
	random: (draw) => ({
		rows: draw.integer(1, 80),
		vocabulary: draw.integer(2, 300),
		scale: draw.pick([0, 1, 4]),
	}),
	cases: ({ rows, vocabulary, scale }, draw) => {
		const drawn = draw.floats([rows, vocabulary], scale || 1);
		const targets = integers(Array.from({ length: rows }, () => draw.integer(0, vocabulary - 1)));
		const logits = scale === 0 ? tied(drawn, targets) : drawn;
		const weights = floats(
			[rows],
			Array.from({ length: rows }, (_, i) => (i % 3) / rows),
		);
		const name = `${rows} rows among ${vocabulary}, logits of ${scale}`;
		return [
			{
				kernel: crossEntropyKernel,
				name,
				inputs: [logits, targets, weights],
				attributes: {},
				terms: vocabulary,
				// By convention the gradient is that of Σ weights nll.
				dy: [weights.values],
			},
			{
				kernel: crossEntropyScores,
				name,
				inputs: [logits, targets],
				attributes: {},
				terms: vocabulary,
			},
			{ kernel: largestColumnKernel, name, inputs: [withBroken(logits)], attributes: {}, terms: 1 },
		];
	},
});

/** Rows 1 and 2 of each five get a number that is not finite. */
function withBroken({ shape, values }: Input): Input {
	const broken = [undefined, NaN, Infinity, undefined, undefined];
	const [rows, width] = shape;
	return floats(
		shape,
		values.map((value, i) => {
			const row = Math.floor(i / width);
			return i % width === (7 * row) % width && rows > 2 ? (broken[row % 5] ?? value) : value;
		}),
	);
}

/** Gives each target its row's largest logit. In every second row the first logit ties with it. */
function tied({ shape, values }: Input, targets: Input): Input {
	const whole = values.map(Math.round);
	targets.values.forEach((target, i) => {
		const row = whole.subarray(i * shape[1], (i + 1) * shape[1]);
		const max = Math.max(...row);
		row[target] = max;
		if (i % 2 === 0) row[0] = max;
	});
	return floats(shape, whole);
}
