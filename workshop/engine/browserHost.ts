/** Runs entrants in a headless browser: one page, and a worker for each entrant. */
import path from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import type { Opened } from '../entrants/session.ts';
import { browserArgs, ensureBrowser, hasGpu } from '../../scripts/lib/browser.ts';
import { serve } from '../../scripts/lib/serve.ts';
import { buildWasmIfStale } from '../../scripts/lib/wasm.ts';
import { sessionOver, type Host } from './host.ts';

/** The built benchmark page. */
const output = path.resolve('.cache', 'bench');

export async function openBrowserHost(log: (line: string) => void): Promise<Host> {
	const browser = await ensureBrowser(log);
	await buildWasmIfStale();
	await build({
		configFile: false,
		root: path.resolve('workshop', 'entrants'),
		base: './',
		logLevel: 'error',
		worker: { format: 'es' },
		build: {
			outDir: output,
			emptyOutDir: true,
			target: 'esnext',
			minify: false,
			chunkSizeWarningLimit: 10_000,
		},
	});
	const site = await serve(output, 0);
	const program = await chromium.launch({
		executablePath: browser.path,
		args: browserArgs({ software: !hasGpu() }),
	});
	const close = async () => {
		await program.close();
		await site.close();
	};
	try {
		const page = await program.newPage();
		page.on('console', (message) => {
			if (message.type() === 'error') log(`page: ${message.text()}`);
		});
		await page.goto(site.url);
		await page.waitForFunction(() => window.bench !== undefined);
		const about = await page.evaluate(() => window.bench!.adapter());
		return {
			about: { ...about, browser: program.version() },
			async open(workload, { name }) {
				const opened: Opened = await page.evaluate(
					([workload, entrant]) => window.bench!.open(workload, entrant),
					[workload.name, name] as const,
				);
				return sessionOver(opened, (command) =>
					page.evaluate(([entrant, command]) => window.bench!.ask(entrant, command), [
						name,
						command,
					] as const),
				);
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
