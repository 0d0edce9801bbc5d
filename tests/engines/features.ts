/** Features that an engine lacks. The page must name each of them. */
import { englishText } from '#engine/core/message.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { LabPage } from './LabPage.ts';

/** What a journey measured. */
export interface Figures {
	readonly [name: string]: string | number;
}

/** Yes or no by feature, as the lab found it. */
export async function figuresOfFeatures(lab: LabPage, { device }: LabInfo): Promise<Figures> {
	const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');
	return {
		webGpu: yesOrNo(await lab.driver.run(() => 'gpu' in navigator)),
		simd: yesOrNo(device.features.includes('simd')),
		relaxedSimd: yesOrNo(device.features.includes('relaxed-simd')),
		threads: device.limits['threads'] ?? 0,
		sharedMemory: yesOrNo(await lab.driver.run(() => typeof SharedArrayBuffer === 'function')),
		persistence: await askToPersist(lab),
	};
}

const featureNames: Readonly<Record<string, string>> = {
	simd: 'SIMD',
	'relaxed-simd': 'fused multiply-add (relaxed SIMD)',
};

/** A device's name as the page says it. */
const spoken = (name: string): string => name.replace('processor', 'CPU');

/** Reads the device's properties on the page and requires a reason for each missing one. */
export async function expectFeaturesSaid(lab: LabPage, info: LabInfo): Promise<void> {
	const { device, capabilities } = info;
	await lab.click('//button[@aria-label="More controls"]');
	await lab.click('//button[@aria-label="Explain: Device"]');
	await lab.click('//summary[.="Properties of the device"]');
	const popover = '//*[contains(@class, "explanation")][.//summary]';
	for (const { name, value } of capabilities)
		await lab.expectText(`${popover}//dl`, `${englishText(name)} ${spoken(englishText(value))}`);
	if (device.backend !== 'webgpu') {
		await lab.expectText('//*[contains(@class, "device")]', `No GPU: ${spoken(device.name)}`);
		await lab.expectText(`${popover}//dl`, 'why not the GPU ');
		for (const feature of ['simd', 'relaxed-simd'])
			if (!device.features.includes(feature))
				await lab.expectText(`${popover}//dl`, `${featureNames[feature]} no`);
	}
	if (device.backend === 'wasm' && device.limits['threads'] === 1)
		await lab.expectText(`${popover}//dl`, 'threads 1, because ');
	if (device.backend === 'javascript')
		await lab.expectText(`${popover}//dl`, 'why not WebAssembly ');
	// The button that opened the popover closes it.
	await lab.click('//button[@aria-label="Explain: Device"]');
}

/** Presses the button that asks for it, unless the browser keeps it anyway. */
async function askToPersist(lab: LabPage): Promise<string> {
	const keeps = 'The browser keeps this data.';
	await lab.press('Data');
	await lab.until('the line about storage', () =>
		/Keep this data|browser (keeps this data|makes no promise)/.test(document.body.innerText),
	);
	const said = await lab.text('//main');
	if (said?.includes(keeps)) return 'always';
	if (said?.includes('The browser makes no promise')) return 'never';
	await lab.press('Keep this data');
	await lab.until('an answer about storage', () =>
		/The browser (keeps this data|did not promise it)\./.test(document.body.textContent ?? ''),
	);
	return (await lab.text('//main'))?.includes(keeps) ? 'yes' : 'no';
}
