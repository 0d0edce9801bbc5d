/** The built page, served for as long as a call lasts, and browsers that open it: this machine's, or a remote one. */
import { chromium } from 'playwright';
import { ensureBrowser, hasGpu, SetupError } from '../browser.ts';
import { buildIfStale, siteFolder } from '../build.ts';
import { labIn, openLab, type HeadlessLab } from '../headlessRun.ts';
import { serve } from '../serve.ts';
import { plainError } from './pageError.ts';

export interface LabSite {
	readonly url: string;
	/** The lab in a browser of its own. */
	open(): Promise<HeadlessLab>;
	close(): Promise<void>;
}

/** Builds the page if need be. `connect`: endpoint of a remote browser. Throws SetupError. */
export async function openSite(
	connect: string | null,
	log: (line: string) => void,
): Promise<LabSite> {
	const browser = connect === null ? await ensureBrowser(log) : null;
	// A wrong endpoint is told once, not by each cell.
	if (connect !== null) await (await connected(connect)).close();
	await buildIfStale(log);
	const site = await serve(siteFolder, 0);
	const { url } = site;
	return {
		url,
		open: async () =>
			browser
				? openLab({ browser: browser.path, url, software: !hasGpu() })
				: labIn(await connected(connect!), url),
		close: () => site.close(),
	};
}

/** A remote browser gets to this machine's page through the connection. */
async function connected(endpoint: string) {
	try {
		return await chromium.connect(endpoint, { exposeNetwork: '<loopback>', timeout: 30_000 });
	} catch (error) {
		throw new SetupError(
			`--connect: no browser answers at ${endpoint}: ${plainError(error)}. Start one by npx playwright run-server (docs/guide/bench.md).`,
		);
	}
}
