/** A GPU that fails its self-test, and the dialog that tests and measures the device. */
import { expect, test, type Locator, type Page } from '@playwright/test';
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
		const tested = () => page.evaluate(() => window.skillet!.client['device.tested']());
		await page.goto('/');
		await page.evaluate(() => window.skillet!.ready);
		await expect(notice).toBeVisible();
		expect((await tested())?.faults[0]).toMatchObject({ id: 'selfTest.error' });
		await expect(readout(page)).toContainText('CPU');
		const first = await tested();
		await runToStep(page, 2);

		await page.reload();
		await expect(notice).toBeVisible();
		expect(await tested()).toEqual(first);

		await notice.getByRole('button', { name: 'Report' }).click();
		await expect(page.getByRole('button', { name: 'Copy report' })).toBeVisible();
	},
);

test('a new GPU is tested while the CPU trains', { tag: '@long' }, async ({ page }) => {
	await changeWorker(page, claimHardware);
	await page.goto('/');
	await expect(readout(page)).toContainText('testing GPU');
	await runToStep(page, 2);
	expect((await storedRuns(page))[0]).toMatchObject({ step: 2, backend: 'wasm' });
	await expect(readout(page)).toContainText('GPU next');
	await page.reload();
	await expect(readout(page)).toContainText('Acme GPU');
	await page.evaluate(() => window.skillet!.ready);
	expect(await page.evaluate(() => window.skillet!.client['device.tested']())).toMatchObject({
		outcome: 'passed',
	});
});

/** Opens the dialog about the device. */
async function openDialog(page: Page): Promise<Locator> {
	await page.goto('/');
	await readout(page).getByRole('button').click();
	await page.getByRole('button', { name: 'Test or measure this device' }).click();
	return page.getByRole('dialog', { name: 'Device', exact: true });
}

test('a measurement can be cancelled', { tag: '@long' }, async ({ page }) => {
	const dialog = await openDialog(page);
	const measure = dialog.getByRole('button', { name: 'Measure this device' });
	await measure.click();
	await expect(dialog.getByRole('progressbar')).toBeVisible();
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(measure).toBeEnabled();
	await expect(dialog.getByRole('alert')).toHaveCount(0);
});

// A software adapter compiles the kernels for half a minute.
test('the GPU is tested at will', { tag: '@long' }, async ({ page }) => {
	const dialog = await openDialog(page);
	await dialog.getByRole('button', { name: 'Test the GPU' }).click();
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await dialog.getByRole('button', { name: 'Copy report' }).click({ timeout: 300_000 });
	expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
		/Self-test: passed in \d+ ms/,
	);
});

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
		await page.getByRole('button', { name: 'Settings…' }).click();
		const change = page
			.getByRole('dialog')
			.getByRole('button', { name: 'Use the reference engine' });
		await change.press('Enter');

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

test(
	'a reference engine that does not load leaves the way back',
	{ tag: '@long' },
	async ({ page, context }) => {
		await context.route('**/openReference-*.js', (route) => route.abort());
		await page.goto('/');
		await page.evaluate(() => localStorage.setItem('skillet.engine', 'reference'));
		await page.reload();
		await expect(page.getByRole('alert')).toContainText('The reference engine did not load');
		await page.getByRole('button', { name: 'Use the lab’s own engine' }).click();
		await expect(readout(page)).toContainText('WebAssembly');
	},
);

// The emulated GPU compiles the self-test for a minute or two.
test(
	'the faster device trains, the page says what was measured, and a press changes it',
	{ tag: '@long' },
	async ({ page }) => {
		await changeWorker(page, claimHardware);
		await openExperiment(page, { steps: 4 });
		await expect(readout(page)).toContainText('Acme GPU', { timeout: 600_000 });
		await runToStep(page, 1);
		await expect(readout(page)).toContainText('CPU');
		await readout(page).getByRole('button').click();
		const measured = /takes [\d.]+ ms on the CPU and [\d.]+ ms on the GPU \(Acme GPU\)/;
		// Before the first step the explanation says it, too.
		const times = page.getByRole('dialog').getByRole('paragraph').filter({ hasText: measured });
		await expect(times).toContainText('So the CPU trains it.');
		await expect(page.getByText('No GPU is used')).toHaveCount(0);
		await page.getByRole('button', { name: 'Always use the GPU' }).click();
		await expect(readout(page)).toContainText('WebGPU: Acme GPU', { timeout: 600_000 });
		await runToStep(page, 2);
	},
);
