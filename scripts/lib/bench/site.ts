/** Serves the built page for one call, and opens it in local or remote browsers. */
import { chromium } from 'playwright';
import { ensureBrowser, hasGpu } from '../browser.ts';
import { SetupError } from '../faults.ts';
import { buildIfStale, siteFolder } from '../build.ts';
import { openLab, openLabIn, type HeadlessLab, type LabOptions } from '../headlessRun.ts';
import { serve } from '../serve.ts';
import { plainError } from './pageError.ts';

export interface LabSite {
	readonly url: string;
	/** Opens the lab in a new browser. */
	open(options?: PageOptions): Promise<HeadlessLab>;
	close(): Promise<void>;
}

/** How a local browser opens the page. */
export interface PageOptions extends Pick<LabOptions, 'listen'> {
	/** The end of the address, such as `?backend=wasm`. */
	readonly query?: string;
	/** WebGPU on the CPU even if there is a GPU. */
	readonly software?: boolean;
}

/** Builds the page if necessary. `connect`: endpoint of a remote browser. Throws SetupError. */
export async function openSite(
	connect: string | null,
	log: (line: string) => void,
): Promise<LabSite> {
	const browser = connect === null ? await ensureBrowser(log) : null;
	// Fail once for a wrong endpoint, not in each cell.
	if (connect !== null) await (await connectBrowser(connect)).close();
	await buildIfStale(log);
	const site = await serve(siteFolder, 0);
	const { url } = site;
	return {
		url,
		open: async ({ query = '', software = !hasGpu(), ...options } = {}) =>
			browser
				? openLab({ browser: browser.path, url: url + query, software, ...options })
				: openLabIn(await connectBrowser(connect!), url),
		close: () => site.close(),
	};
}

/** Opens the lab in a local browser, and closes browser and site at the end. */
export async function withLab<T>(
	use: (lab: HeadlessLab) => Promise<T>,
	options: PageOptions & { readonly log?: (line: string) => void } = {},
): Promise<T> {
	const { log = console.log, ...page } = options;
	const site = await openSite(null, log);
	try {
		const lab = await site.open(page);
		try {
			return await use(lab);
		} finally {
			await lab.close();
		}
	} finally {
		await site.close();
	}
}

/** A remote browser reaches the page of this machine through the connection. */
async function connectBrowser(endpoint: string) {
	try {
		return await chromium.connect(endpoint, { exposeNetwork: '<loopback>', timeout: 30_000 });
	} catch (error) {
		throw new SetupError(
			`--connect: no browser answers at ${endpoint}: ${plainError(error)}. ` +
				'Start one there with npx playwright run-server, after npx playwright install chromium ' +
				'(docs/guide/bench.md).',
		);
	}
}
