/** Times the start of a visit: first content, the whole first screen, a moving curve. */
import { chromium, type BrowserContext } from 'playwright';
import { openSite } from '../../scripts/lib/bench/site.ts';
import { browserArgs, ensureBrowser, hasGpu } from '../../scripts/lib/browser.ts';
import { labViewport } from '../../scripts/lib/headlessRun.ts';

/** Seconds from the start of the navigation. */
export interface PageStart {
	/** The name and the first sentence of the page are in view. */
	readonly content: number;
	/** Each skill shows an answer of the base model, and Train can be pressed. */
	readonly all: number;
	/** Train was pressed at once, and the curves have two steps. */
	readonly curve: number;
}

declare global {
	interface Window {
		pageStart: { content?: number; all?: number; curve?: number };
	}
}

/** Cold: with an empty cache. Warm: the second visit of the same browser. */
export async function timePageStart(): Promise<{ cold: PageStart; warm: PageStart }> {
	const { path } = await ensureBrowser(console.log);
	const site = await openSite(console.log);
	const args = browserArgs({ software: !hasGpu() });
	const program = await chromium.launch({ executablePath: path, args });
	try {
		const context = await program.newContext({ viewport: labViewport });
		await context.addInitScript(watchStart);
		return { cold: await visit(context, site.url), warm: await visit(context, site.url) };
	} finally {
		await program.close();
		await site.close();
	}
}

async function visit(context: BrowserContext, url: string): Promise<PageStart> {
	const page = await context.newPage();
	await page.goto(url);
	await page.waitForFunction(() => window.pageStart.curve !== undefined);
	const { content, all, curve } = await page.evaluate(() => window.pageStart);
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.close();
	const [first = NaN, screen = NaN, moving = NaN] = [content, all, curve].map(
		(milliseconds) => milliseconds && milliseconds / 1000,
	);
	return { content: first, all: screen, curve: moving };
}

/** Runs in the page: looks at each frame, and presses Train as soon as it can. */
function watchStart(): void {
	window.pageStart = {};
	// tsx wraps functions with a name in a helper that the page lacks, and methods not.
	const watcher = {
		find(selector: string) {
			return [...document.querySelectorAll<HTMLElement>(selector)];
		},
		look() {
			const { pageStart } = window;
			const train = this.find('button').find((button) => button.innerText.includes('▶'));
			if (this.find('main').some((main) => main.innerText.trim() !== ''))
				pageStart.content ??= performance.now();
			const rows = this.find('[data-skill]');
			const isFilled = rows.length > 0 && rows.every((row) => row.querySelector('bdi'));
			if (isFilled && train && train.ariaDisabled !== 'true' && pageStart.all === undefined) {
				pageStart.all = performance.now();
				train.click();
			}
			const [step = 0] = this.find('b').flatMap((b) => /^\d+(?= \/ )/.exec(b.innerText) ?? []);
			if (Number(step) >= 2) pageStart.curve ??= performance.now();
			else requestAnimationFrame(() => this.look());
		},
	};
	requestAnimationFrame(() => watcher.look());
}
