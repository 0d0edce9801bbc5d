/** “Measure this device” in a headless browser, on the built page. */
import type {} from '#lab/features/device/calls/deviceCalls.ts';
import type { Measurement } from '#lab/features/device/model/measurement.ts';
import { ensureBrowser, hasGpu } from '../browser.ts';
import { buildIfStale, siteFolder } from '../build.ts';
import type { HeadlessReport } from '#lab/page/shell/headless.ts';
import { openLab } from '../headlessRun.ts';
import { serve } from '../serve.ts';

/** `log` receives what is being measured. */
export async function measureDevice(log: (line: string) => void): Promise<Measurement> {
	const browser = await ensureBrowser(log);
	await buildIfStale(log);
	const site = await serve(siteFolder, 0);
	let last = '';
	const listen = ({ progress }: HeadlessReport) => {
		if (progress && progress.label !== last) log((last = progress.label));
	};
	const lab = await openLab({ browser: browser.path, url: site.url, software: !hasGpu(), listen });
	try {
		return await lab.page.evaluate(() =>
			window.skillet!.client['device.measure']({ onlyTest: false }),
		);
	} finally {
		await lab.close();
		await site.close();
	}
}
