/** Adapters of tiny random models on the software path against peft. */
import { expect, test } from 'vitest';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import {
	checkAdapter,
	checkDropout,
	type GoldenAdapter,
	type GoldenDropout,
} from './adaptersChecks.ts';
import golden from './adapters.json' with { type: 'json' };

const cases = golden.cases as unknown as readonly (GoldenAdapter & { readonly family: string })[];

test.each(cases.map((goldenCase, i) => [i, goldenCase.family, goldenCase] as const))(
	'case %d (%s) computes and trains as in peft',
	async (i, family, goldenCase) => {
		const device = await openNodeDevice();
		expect(device.report.backend).toBe('wasm');
		const largest = await checkAdapter(device, goldenCase);
		if (process.env['SKILLET_SHOW']) console.log(i, family, largest);
	},
);

test.each(golden.dropout.map((goldenCase) => [goldenCase.family, goldenCase] as const))(
	'dropout of %s stands where peft has it',
	async (_, goldenCase) =>
		checkDropout(await openNodeDevice(), goldenCase as unknown as GoldenDropout),
);
