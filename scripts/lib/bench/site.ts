/** Serves the built page for one call, and opens it in browsers. */
import { ensureBrowser, hasGpu } from '../browser.ts';
import { buildIfStale, siteFolder } from '../build.ts';
import { openLab, type HeadlessLab, type LabOptions } from '../headlessRun.ts';
import { serve } from '../serve.ts';

export interface LabSite {
	readonly url: string;
	/** Opens the lab in a new browser. */
	open(options?: PageOptions): Promise<HeadlessLab>;
	close(): Promise<void>;
}

/** How a browser opens the page. */
export interface PageOptions extends Pick<LabOptions, 'listen'> {
	/** The end of the address, such as `?backend=wasm`. */
	readonly query?: string;
	/** WebGPU on the CPU even if there is a GPU. */
	readonly software?: boolean;
}

/** Builds the page if necessary. Throws SetupError. */
export async function openSite(log: (line: string) => void): Promise<LabSite> {
	const browser = await ensureBrowser(log);
	await buildIfStale(log);
	const site = await serve(siteFolder, 0);
	const { url } = site;
	return {
		url,
		open: ({ query = '', software = !hasGpu(), ...options } = {}) =>
			openLab({ browser: browser.path, url: url + query, software, ...options }),
		close: () => site.close(),
	};
}

/** Opens the lab in a browser, and closes browser and site at the end. */
export async function withLab<T>(
	use: (lab: HeadlessLab) => Promise<T>,
	options: PageOptions & { readonly log?: (line: string) => void } = {},
): Promise<T> {
	const { log = console.log, ...page } = options;
	const site = await openSite(log);
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
