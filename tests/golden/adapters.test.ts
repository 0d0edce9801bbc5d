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

test.each(cases.map((one, i) => [i, one.family, one] as const))(
	'case %d (%s) computes and trains as in peft',
	async (i, family, one) => {
		const device = await openNodeDevice();
		expect(device.report.backend).toBe('wasm');
		const largest = await checkAdapter(device, one);
		if (process.env['SKILLET_SHOW']) console.log(i, family, largest);
	},
);

test.each(golden.dropout.map((one) => [one.family, one] as const))(
	'dropout of %s stands where peft has it',
	async (_, one) => checkDropout(await openNodeDevice(), one as unknown as GoldenDropout),
);
