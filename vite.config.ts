/** Build of the page: static files for any host and path, usable offline after the first visit. */
import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, minify, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { isolationHeaders } from './src/lab/worker/isolationHeaders.ts';
import { publishedStudies } from './scripts/lib/publishedStudies.ts';
import { withSiteAddress } from './scripts/lib/siteAddress.ts';
import { takeawayPage } from './scripts/lib/takeaway.ts';
import { wasmKernels } from './scripts/lib/wasmKernels.ts';

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

const integrityOf = (content: string | Uint8Array): string =>
	`sha256-${createHash('sha256').update(content).digest('base64')}`;

/** Without comments. */
const openingScript = async (): Promise<string> => {
	const source = await readFile(new URL('src/opening.js', import.meta.url), 'utf8');
	return (await minify('opening.js', source)).code;
};

/** Not in development, where Vite's client needs inline scripts and a socket. */
const policyTag = (): Plugin => ({
	name: 'content-security-policy',
	apply: 'build',
	async transformIndexHtml() {
		const hash = integrityOf(await openingScript());
		const scripts = `${contentSecurityPolicy['script-src']} '${hash}'`;
		const content = Object.entries({ ...contentSecurityPolicy, 'script-src': scripts })
			.map((entry) => entry.join(' '))
			.join('; ');
		const attrs = { 'http-equiv': 'Content-Security-Policy', content };
		return [{ tag: 'meta', injectTo: 'head-prepend', attrs }];
	},
});

/**
 * Puts the two scripts that run before the others first in the head, after the policy. origins.js
 * is deferred, as modules are: if it does not come, the page's sentences still do.
 */
const firstScripts = (): Plugin => ({
	name: 'first-scripts',
	transformIndexHtml: async () => [
		{ tag: 'script', injectTo: 'head-prepend', children: await openingScript() },
		{ tag: 'script', injectTo: 'head-prepend', attrs: { src: './origins.js', defer: true } },
	],
});

/** Adds its hash to each file of the service worker's list, which then stores no other body. */
function fileHashes() {
	let folder = '';
	const plugin: Plugin = {
		name: 'file-hashes',
		configResolved: ({ root, build }) => void (folder = path.resolve(root, build.outDir)),
	};
	const hashed = async <Entry extends { url: string }>(entry: Entry) => ({
		...entry,
		integrity: integrityOf(await readFile(path.join(folder, entry.url))),
	});
	return {
		plugin,
		addTo: async <Entry extends { url: string }>(entries: Entry[]) => ({
			manifest: await Promise.all(entries.map(hashed)),
		}),
	};
}
const hashes = fileHashes();

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
		wasmKernels(),
		svelte({ configFile: false }),
		firstScripts(),
		siteAddress(),
		policyTag(),
		shippedModels(),
		takeawayPage(),
		publishedStudies(),
		hashes.plugin,
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
				// The study of 1,200 runs has 9 MB: who opens it fetches it.
				globIgnores: ['models/**', 'studies/online.json'],
				maximumFileSizeToCacheInBytes: 16 * 1024 ** 2,
				manifestTransforms: [hashes.addTo],
			},
			// Commands that build the page print their own lines only, some as JSON.
			integration: { configureCustomSWViteBuild: (options) => void (options.logLevel = 'warn') },
		}),
	],
	worker: {
		format: 'es',
		plugins: () => [lateTfjsCore(), wasmKernels()],
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
