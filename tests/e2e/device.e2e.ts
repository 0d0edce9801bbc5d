/** A GPU that fails its self-test, the report of the device, and the choice of the engine. */
import { expect, test, type Page } from '@playwright/test';
import { openExperiment, runToStep, showControls, storedRuns } from './lab.ts';

// A software adapter compiles on the cores that draw the page, also after a test was given up.
test.use({ actionTimeout: 240_000 });

/** The worker's WebGPU claims to be hardware. */
function claimHardware() {
	const { requestAdapter } = GPU.prototype;
	GPU.prototype.requestAdapter = async function (options) {
		const adapter = await requestAdapter.call(this, options);
		const info = { vendor: 'acme', description: 'Acme GPU', isFallbackAdapter: false };
		return adapter && Object.defineProperty(adapter, 'info', { value: info });
	};
}

/** No shader has an entry point. */
function damageShaders() {
	const { createShaderModule } = GPUDevice.prototype;
	GPUDevice.prototype.createShaderModule = function ({ label = '', code }) {
		return createShaderModule.call(this, { label, code: code.replace('fn main', 'fn other') });
	};
}

/** Runs the changes in the worker first. */
const changeWorker = (page: Page, ...changes: readonly (() => void)[]) =>
	page.route('**/assets/lab.worker-*.js', async (route) => {
		const response = await route.fetch();
		const calls = changes.map((change) => `(${String(change)})();`).join('');
		await route.fulfill({ response, body: `${calls}${await response.text()}` });
	});

const readout = (page: Page) => page.locator('.device');

test(
	'a GPU that fails its self-test does not train, and the page offers a report',
	{ tag: '@long' },
	async ({ page }) => {
		await changeWorker(page, claimHardware, damageShaders);
		const notice = page.getByRole('status').filter({ hasText: 'failed its self-test' });
		await page.goto('/');
		await page.evaluate(() => window.skillet!.ready);
		await expect(notice).toBeVisible();
		await expect(readout(page)).toContainText('CPU');
		await runToStep(page, 2);

		await page.reload();
		await expect(notice).toBeVisible();
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.keyboard.press('?');
		await page.getByRole('button', { name: 'Copy report' }).click();
		await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
		const report = await page.evaluate(() => navigator.clipboard.readText());
		expect(report).toMatch(/why not the GPU: The GPU failed its self-test: .+browser: /s);
	},
);

test(
	'Settings offers the reference engine, on a phone too, and one press leads back',
	{ tag: '@long' },
	async ({ page, context }) => {
		const loaded: string[] = [];
		context.on('request', (request) => {
			if (request.url().includes('openReference')) loaded.push(request.url());
		});
		await page.setViewportSize({ width: 390, height: 844 });
		await openExperiment(page, {
			batching: { size: 2, context: 64, layout: 'packed' },
			evaluation: { every: 100, examples: 1, finalExamples: 1, samples: 0 },
		});
		await expect(readout(page)).toContainText('WebAssembly');
		expect(loaded).toEqual([]);
		await page.getByRole('button', { name: 'Settings', exact: true }).click();
		const change = page.getByRole('button', { name: 'Use the reference engine' });
		await change.press('Enter');
		await page.getByRole('button', { name: 'Workbench', exact: true }).click();

		await page.getByRole('button', { name: 'Workbench', exact: true }).click();
		await expect(readout(page)).toContainText('reference engine: tfjs on the CPU');
		expect(loaded).toHaveLength(1);
		await runToStep(page, 3);
		await page.reload();
		await expect(readout(page)).toContainText('reference engine');
		const [run] = await storedRuns(page);
		expect(run).toMatchObject({
			backend: 'tfjs',
			device: 'reference engine: tfjs on the processor',
		});

		await showControls(page);
		await readout(page).getByRole('button').click();
		await page.getByRole('button', { name: 'Use the lab’s own engine' }).click();
		await expect(readout(page)).toContainText('WebAssembly');
	},
);
