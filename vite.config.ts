/** The page's build: static files that work from any host and any sub-path, offline after the first visit. */
import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { isolationHeaders } from './scripts/lib/isolation.ts';
import { buildWasmIfStale } from './scripts/lib/wasm.ts';

await buildWasmIfStale();

/**
 * No origin but the page's own; WebAssembly compiles under 'wasm-unsafe-eval'. Whom the page may ask is narrowed to its own
 * origin and those that the visitor allowed by public/origins.js: where two policies stand, both hold.
 */
const contentSecurityPolicy = {
	'default-src': "'self'",
	'script-src': "'self' 'wasm-unsafe-eval'",
	'worker-src': "'self'",
	'style-src': "'self'",
	// Positions and sizes that components compute.
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

/** First in the head, after the policy itself. */
const originsScript = (): Plugin => ({
	name: 'origins-script',
	transformIndexHtml: () => [
		{ tag: 'script', injectTo: 'head-prepend', attrs: { src: './origins.js' } },
	],
});

/** The shipped models lie beside the page; in development Vite serves them from the project's root. */
const shippedModels = (): Plugin => ({
	name: 'shipped-models',
	apply: 'build',
	writeBundle: async ({ dir }) => cp('models', `${dir ?? 'dist'}/models`, { recursive: true }),
});

/** The list of shipped models comes from the network where there is one; this copy of it is for when there is none. */
const offlineModelList = 'models/index.json?offline';
const modelListHash = createHash('sha256')
	.update(await readFile('models/index.json'))
	.digest('hex');

export default defineConfig({
	base: './',
	plugins: [
		svelte({ configFile: false }),
		originsScript(),
		policyTag(),
		shippedModels(),
		VitePWA({
			// A new version waits until the tabs of the old one are closed: a run is never cut off.
			registerType: 'prompt',
			injectRegister: 'script-defer',
			manifest: {
				name: 'Skillet',
				short_name: 'Skillet',
				description: 'A fine-tuning lab in a web page',
				display: 'standalone',
				theme_color: '#ffffff',
				background_color: '#ffffff',
				icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
			},
			workbox: {
				globPatterns: ['**/*.{html,js,css,wasm,svg}'],
				// The worker keeps models in IndexedDB itself.
				globIgnores: ['models/**'],
				maximumFileSizeToCacheInBytes: 16 * 1024 ** 2,
				// The page comes from the network where there is one, so that a new version is seen at once.
				directoryIndex: null,
				navigateFallback: null,
				additionalManifestEntries: [{ url: offlineModelList, revision: modelListHash }],
				runtimeCaching: [
					{
						urlPattern: ({ url }) => url.pathname.endsWith('/models/index.json'),
						handler: 'NetworkFirst',
						options: {
							cacheName: 'models',
							networkTimeoutSeconds: 3,
							precacheFallback: { fallbackURL: offlineModelList },
						},
					},
					{
						urlPattern: ({ request }) => request.mode === 'navigate',
						handler: 'NetworkFirst',
						options: {
							cacheName: 'page',
							networkTimeoutSeconds: 3,
							precacheFallback: { fallbackURL: 'index.html' },
						},
					},
				],
			},
		}),
	],
	worker: { format: 'es' },
	// The worker too, so that what it imports is bundled before the page opens, not found then (which reloads it).
	optimizeDeps: { entries: ['index.html', 'src/lab/worker/lab.worker.ts'] },
	build: {
		target: 'esnext',
		chunkSizeWarningLimit: 2000,
		rolldownOptions: { checks: { pluginTimings: false } },
	},
	server: { headers: isolationHeaders },
	preview: { headers: isolationHeaders },
});
