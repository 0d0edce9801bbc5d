/** The real trainer on the software path. The test loses the device after each step in turn. */
import { expect, test } from 'vitest';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { lossyRun, lossyRunSteps } from '../../support/lossyRun.ts';

const open = () => openNodeDevice();

test('a run that loses its device at any step ends with the same bits', async () => {
	const { opened, ...undisturbed } = await lossyRun({ open });
	expect(opened).toBe(1);
	expect(undisturbed.record).toMatchObject({ end: 'finished', step: lossyRunSteps });
	for (let at = 0; at < lossyRunSteps; at++) {
		let isLost = false;
		const { opened, ...disturbed } = await lossyRun({
			open,
			afterStep: (step, _, lose) => {
				if (step !== at || isLost) return;
				isLost = true;
				lose();
			},
		});
		expect(disturbed, `lost after step ${at}`).toEqual(undisturbed);
		expect(opened).toBe(2);
	}
});
