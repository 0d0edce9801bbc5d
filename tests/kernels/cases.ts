/** Test cases for all kernels: fixed awkward shapes and random ones. Add a new family here. */
import { adamWFamily } from './families/adamW.ts';
import { attentionFamily } from './families/attention.ts';
import { crossEntropyFamily } from './families/crossEntropy.ts';
import { elementwiseFamily } from './families/elementwise.ts';
import { gatherFamily } from './families/gather.ts';
import { linearFamily } from './families/linear.ts';
import { rmsNormFamily } from './families/rmsNorm.ts';
import { rotaryFamily } from './families/rotary.ts';
import { runsFamily } from './families/runs.ts';
import { Draw, type Family, type KernelCase } from './kernelCase.ts';

const families: { readonly [name: string]: Family } = {
	adamW: adamWFamily,
	attention: attentionFamily,
	crossEntropy: crossEntropyFamily,
	elementwise: elementwiseFamily,
	gather: gatherFamily,
	linear: linearFamily,
	rmsNorm: rmsNormFamily,
	rotary: rotaryFamily,
	runs: runsFamily,
};

export interface CaseOptions {
	readonly seed: number;
	/** Random shapes for each family, in addition to the fixed ones. */
	readonly count: number;
}

/** Reads SKILLET_SEED (default 1) and SKILLET_CASES (default `short`, or `long` in that suite). */
export function optionsFromEnvironment(
	environment: Readonly<Record<string, unknown>>,
	{ short = 3, long = 25 } = {},
): CaseOptions {
	const read = (name: string, otherwise: number) => {
		const text = environment[name] as string | undefined;
		if (!text) return otherwise;
		const value = Number(text);
		if (!Number.isSafeInteger(value) || value < 0)
			throw new RangeError(`${name} is ${text}. Set it to a whole number, or unset it.`);
		return value;
	};
	const isLong = environment['SKILLET_SUITE'] === 'long';
	return { seed: read('SKILLET_SEED', 1), count: read('SKILLET_CASES', isLong ? long : short) };
}

/** All cases, by kernel. */
export function kernelCases({ seed, count }: CaseOptions): Map<string, KernelCase[]> {
	const cases = new Map<string, KernelCase[]>();
	for (const [name, family] of Object.entries(families)) {
		const draw = new Draw(seed, name);
		const random = Array.from({ length: count }, () => family.random(draw));
		for (const shape of [...family.fixed, ...random])
			for (const kernelCase of family.cases(shape, draw)) {
				const { kernel } = kernelCase;
				cases.set(kernel.name, [...(cases.get(kernel.name) ?? []), kernelCase]);
			}
	}
	return cases;
}
