/**
 * Builds the page of the single HTML file (`src/takeaway/`): script and styles in one file, which
 * the lab fetches when a visitor exports a model.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Plugin, type Rolldown } from 'vite';
import { wasmKernels } from './wasmKernels.ts';
import { contentMark, piecesMark } from '../../src/lab/features/library/model/htmlPlaces.ts';

const file = 'takeaway.html';

/** Adds the page to the site. In development it is built at each request. */
export const takeawayPage = (): Plugin => ({
	name: 'takeaway-page',
	configureServer: ({ middlewares }) => {
		middlewares.use(`/${file}`, (_, response, next) => {
			buildTakeaway().then((html) => response.end(html), next);
		});
	},
	async generateBundle() {
		this.emitFile({ type: 'asset', fileName: file, source: await buildTakeaway() });
	},
});

export async function buildTakeaway(): Promise<string> {
	const entry = fileURLToPath(new URL('../../src/takeaway/main.ts', import.meta.url));
	const built = await build({
		configFile: false,
		logLevel: 'warn',
		plugins: [wasmKernels(), svelte({ configFile: false })],
		build: {
			target: 'esnext',
			write: false,
			chunkSizeWarningLimit: 2000,
			rolldownOptions: { checks: { pluginTimings: false } },
			lib: { entry, formats: ['iife'], name: 'skillet' },
		},
	});
	const [{ output }] = built as Rolldown.RolldownOutput[];
	const source = (isWanted: (name: string) => boolean) =>
		output
			.filter(({ fileName }) => isWanted(fileName))
			.map((part) => (part.type === 'chunk' ? part.code : String(part.source)))
			.join('\n');
	const styles = source((name) => name.endsWith('.css'));
	// A text of the script must not end its element.
	const script = source((name) => name.endsWith('.js')).replaceAll('</script', '<\\/script');
	const hash = createHash('sha256').update(script).digest('base64');
	// The worker is a blob of the script. Nothing is loaded, and nothing can be sent.
	const policy = [
		"default-src 'none'",
		`script-src 'sha256-${hash}' 'wasm-unsafe-eval'`,
		'worker-src blob:',
		"style-src 'unsafe-inline'",
		"base-uri 'none'",
		"form-action 'none'",
	].join('; ');
	return `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta http-equiv="Content-Security-Policy" content="${policy}" />
		<title>Skillet</title>
		<style>${styles}</style>
	</head>
	<body>
		<div id="app"></div>
		<noscript>This model runs in JavaScript. 模型需要 JavaScript 才能运行。</noscript>
		${contentMark}
		<script>${script}</script>
		${piecesMark}
	</body>
</html>
`;
}
