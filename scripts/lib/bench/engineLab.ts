/** Trains cells in the page of Firefox or WebKit, over WebDriver. */
import { setTimeout as sleep } from 'node:timers/promises';
import { InternalError } from '#engine/core/errors.ts';
import { engines, type EngineId } from '../../../tests/engines/engines.ts';
import { LabPage } from '../../../tests/engines/LabPage.ts';
import { SetupError } from '../faults.ts';
import type { CellLab } from './Unit.ts';

/** A script of WebDriver ends after two minutes, so a run is waited for in short calls. */
const pause = 500;

export async function openEngineLab(
	id: EngineId,
	site: string,
): Promise<CellLab & { close(): Promise<void> }> {
	const installed = engines[id].locate();
	if (!installed) throw new InternalError(`${id} is missing.`);
	const driver = await installed.launch();
	const page = new LabPage(driver, site);
	const { device } = await page.open();
	const state = () => driver.run(() => document.body.dataset['trained'] ?? 'yes');
	return {
		info: { device: { backend: device.backend, name: `${engines[id].title}: ${device.name}` } },
		async run(experiment) {
			await page.startRun(experiment);
			while ((await state()) === 'no') await sleep(pause);
			if ((await state()) !== 'yes') throw new SetupError(await state());
			const { record, events } = await page.newestRun();
			await driver.run(async (runId) => window.skillet!.client['run.delete']({ runId }), record.id);
			return events;
		},
		close: () => driver.close(),
	};
}
