/** Build of the page: static files for any host and path, usable offline after the first visit. */
import { cp, readFile } from 'node:fs/promises';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { isolationHeaders } from './src/lab/worker/isolationHeaders.ts';
import { publishedStudies } from './scripts/lib/publishedStudies.ts';
import { withSiteAddress } from './scripts/lib/siteAddress.ts';
import { takeawayPage } from './scripts/lib/takeaway.ts';
import { buildWasmIfStale } from './scripts/lib/wasm.ts';

await buildWasmIfStale();

/**
 * Allows only the page's own origin; WebAssembly needs 'wasm-unsafe-eval'. A second policy from
 * public/origins.js narrows connect-src to this origin and the origins that the visitor allowed.
 */
const contentSecurityPolicy = {
	'default-src': "'self'",
	'script-src': "'self' 'wasm-unsafe-eval'",
	// The lab's worker is a blob, which this policy binds (page/shell/startWorker.ts).
	'worker-src': "'self' blob:",
	'style-src': "'self'",
	// Computed positions and sizes of components.
	'style-src-attr': "'unsafe-inline'",
	'connect-src': "'self' https: http:",
	'img-src': "'self' data: blob:",
	'object-src': "'none'",
	'base-uri': "'none'",
	'form-action': "'none'",
};

/** Not in development, where Vite's client needs inline scripts and a socket. */
const policyTag = (): Plugin => ({
	name: 'content-security-policy',
	apply: 'build',
	transformIndexHtml: () => [
		{
			tag: 'meta',
			injectTo: 'head-prepend',
			attrs: {
				'http-equiv': 'Content-Security-Policy',
				content: Object.entries(contentSecurityPolicy)
					.map((entry) => entry.join(' '))
					.join('; '),
			},
		},
	],
});

/** Puts origins.js first in the head, after the policy. */
const originsScript = (): Plugin => ({
	name: 'origins-script',
	transformIndexHtml: () => [
		{ tag: 'script', injectTo: 'head-prepend', attrs: { src: './origins.js' } },
	],
});

const siteAddress = (): Plugin => ({
	name: 'site-address',
	apply: 'build',
	transformIndexHtml: (html) => withSiteAddress(html, process.env['SKILLET_SITE']),
});

/** Copies the shipped models. In development Vite serves them from the project's root. */
const shippedModels = (): Plugin => ({
	name: 'shipped-models',
	apply: 'build',
	writeBundle: async ({ dir }) => cp('models', `${dir ?? 'dist'}/models`, { recursive: true }),
});

/** Files that compute with tfjs's own backends, and those backends. The worker loads them late. */
const lateImporter = /\/gpu\/reference\/|\/@tensorflow\/tfjs(?!-core)|\?late$/;
/** Their chunks have a folder of their own. */
const lateFolder = 'assets/tfjs';
const tfjsCore = /\/@tensorflow\/tfjs-core\//;

/**
 * Gives these files a copy of tfjs-core. With one copy, the bundler moves each function that only
 * they use into the worker's first chunk: 63 kB after gzip. tfjs keeps its state in globals, which
 * its copies share.
 */
const lateTfjsCore = (): Plugin => ({
	name: 'late-tfjs-core',
	enforce: 'pre',
	async resolveId(source, importer, options) {
		if (!importer || !lateImporter.test(importer)) return null;
		const from = importer.replace('?late', '');
		const resolved = await this.resolve(source, from, { ...options, skipSelf: true });
		if (!resolved || !tfjsCore.test(resolved.id)) return resolved;
		return { ...resolved, id: `${resolved.id}?late` };
	},
	load: (id) => (id.endsWith('?late') ? readFile(id.replace('?late', ''), 'utf8') : null),
});

export default defineConfig({
	base: './',
	plugins: [
		svelte({ configFile: false }),
		originsScript(),
		siteAddress(),
		policyTag(),
		shippedModels(),
		takeawayPage(),
		publishedStudies(),
		VitePWA({
			// A new version waits until the visitor takes it, or until all tabs of the old one are
			// closed (page/state/offline.ts): no run is interrupted, and no page mixes versions.
			registerType: 'prompt',
			injectRegister: null,
			manifest: {
				name: 'Skillet',
				short_name: 'Skillet',
				description: 'A fine-tuning lab in a web page',
				display: 'standalone',
				theme_color: '#ffffff',
				background_color: '#ffffff',
				icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
			},
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'sw.ts',
			injectManifest: {
				rollupFormat: 'iife',
				globPatterns: ['**/*.{html,js,css,wasm,svg}', '{studies,preparations}/*.json'],
				globIgnores: ['models/**'],
				maximumFileSizeToCacheInBytes: 16 * 1024 ** 2,
			},
			// Commands that build the page print their own lines only, some as JSON.
			integration: { configureCustomSWViteBuild: (options) => void (options.logLevel = 'warn') },
		}),
	],
	worker: {
		format: 'es',
		plugins: () => [lateTfjsCore()],
		rolldownOptions: {
			checks: { pluginTimings: false },
			output: {
				chunkFileNames: ({ moduleIds }) => {
					const isLate = moduleIds.some((id) => lateImporter.test(id));
					return `${isLate ? lateFolder : 'assets'}/[name]-[hash].js`;
				},
			},
		},
	},
	// Includes the worker, because Vite reloads the page when it discovers an import later.
	optimizeDeps: { entries: ['index.html', 'src/lab.worker.ts'] },
	build: {
		target: 'esnext',
		chunkSizeWarningLimit: 2000,
		rolldownOptions: { checks: { pluginTimings: false } },
	},
	server: { headers: isolationHeaders },
	preview: { headers: isolationHeaders },
});
