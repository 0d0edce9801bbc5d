/** The drawing: its dots are the examples of the step, its streams move, and it can stand still. */
import { expect, test, type Page } from '@playwright/test';
import { linkedExperiment, openExperiment, runToStep, skillRows, storedRuns } from './lab.ts';

const batch = (page: Page, step: number) =>
	page.getByRole('button', { name: `Examples of step ${step}`, exact: true });

/** The examples that the run recorded, as the page names them. */
async function recorded(page: Page, step: number): Promise<string[]> {
	const [{ id, experiment }] = await storedRuns(page);
	const events = await page.evaluate(
		(runId) => window.skillet!.client['run.events']({ runId }),
		id,
	);
	const found = events.find((event) => event.type === 'step' && event.step === step);
	if (found?.type !== 'step') throw new Error(`step ${step} is not stored`);
	const { skills, rows } = found.batch!;
	return skills.map((skill, i) => `${experiment.skills[skill].name}, example ${rows[i] + 1}`);
}

test('at a recorded step the dots are the examples that it drew, and each opens', async ({
	page,
}) => {
	await openExperiment(page);
	await expect(batch(page, 0)).toBeHidden();
	await runToStep(page, 6);
	for (const step of [6, 5]) {
		await batch(page, step).click();
		const dialog = page.getByRole('dialog');
		await expect(dialog).toContainText(`Step ${step}: its 4 examples`);
		const dots = dialog.getByRole('listitem').getByRole('button');
		const names = await dots.evaluateAll((all) =>
			all.map((dot) => dot.getAttribute('aria-label')!),
		);
		expect(names).toEqual(await recorded(page, step));
		await dots.nth(3).click();
		const example = dialog.getByRole('article', { name: names[3] });
		await expect(example).toContainText(/loss on it.* \d\.\d\d nats per token/);
		await expect(example).toContainText(/Equal shares gave .+ 50\s% of the batch/);
		await page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
		// The cursor of the charts moves the drawing too.
		await page.keyboard.press('ArrowLeft');
	}
});

test('a stream is pulled as its pill is; a tap opens an example on it, or its skill', async ({
	page,
}) => {
	await openExperiment(page);
	const stream = page.locator('path.ribbon').first();
	const slider = skillRows(page).first().getByRole('slider');
	await expect(slider).toHaveAttribute('aria-valuetext', '50.0 %');
	/** The middle of the stream, on the screen. */
	const middle = async () => {
		const { x, y, width, height } = (await stream.boundingBox())!;
		return [x + width / 2, y + height / 2] as const;
	};
	const [x, y] = await middle();
	await page.mouse.move(x, y);
	await expect(stream).toHaveCSS('cursor', 'ns-resize');
	await page.mouse.down();
	await page.mouse.move(x, y - 20, { steps: 4 });
	expect(Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThan(60);
	await page.mouse.up();
	await expect.poll(async () => (await linkedExperiment(page)).policy[0].id).toBe('fixed');

	// Nothing flows yet: the stream opens its skill.
	const row = skillRows(page).first().getByRole('heading').getByRole('button');
	await page.mouse.click(...(await middle()));
	await expect(row).toHaveAttribute('aria-expanded', 'true');
	await page.keyboard.press('1');
	await expect(row).toHaveAttribute('aria-expanded', 'false');

	// The dots of a paused step stand on the streams, the last one past the middle of the way.
	await runToStep(page, 6);
	const places = await stream.evaluate((path: SVGPathElement) => {
		const { left, top, width, height } = path.getBoundingClientRect();
		const found: [number, number][] = [];
		for (let x = left + 0.5 * width; x < left + width; x += 10)
			for (let y = top + 3; y < top + height; y += 10)
				if (document.elementFromPoint(x, y) === path) found.push([x, y]);
		return found;
	});
	const box = await stream.boundingBox();
	const example = page.getByRole('dialog', { name: /^Step 6/ });
	for (const [x, y] of places) {
		await expect.poll(() => stream.boundingBox()).toEqual(box);
		await page.mouse.click(x, y);
		// Beside the dots, the click opens the skill.
		const opensSkill = async () => (await row.getAttribute('aria-expanded')) === 'true';
		await expect.poll(async () => (await example.isVisible()) || (await opensSkill())).toBe(true);
		if (!(await opensSkill())) break;
		await page.keyboard.press('1');
		await expect(row).toHaveAttribute('aria-expanded', 'false');
	}
	await expect(example).toBeVisible({ timeout: 2000 });
});

test('a finger opens the dot that it taps', async ({ browser }) => {
	const context = await browser.newContext({ hasTouch: true });
	const page = await context.newPage();
	await openExperiment(page);
	await runToStep(page, 6);
	const { width, height } = (await batch(page, 6).boundingBox())!;
	// Four dots below each other.
	await batch(page, 6).tap({ position: { x: width / 2, y: 0.85 * height } });
	const dots = page.getByRole('dialog').getByRole('listitem').getByRole('button');
	await expect(dots.last()).toHaveAttribute('aria-pressed', 'true');
	await context.close();
});

test('a closed skill gives the focus back; a share is pulled, moved by keys, and typed', async ({
	page,
}) => {
	await openExperiment(page);
	const row = skillRows(page).first().getByRole('heading').getByRole('button');
	await row.press('Enter');
	await page
		.getByRole('article')
		.getByRole('button', { name: 'Close', exact: true })
		.press('Enter');
	await expect(row).toHaveAttribute('aria-expanded', 'false');
	await expect(row).toBeFocused();

	const [first, second] = await skillRows(page)
		.getByRole('slider')
		.evaluateAll((all) => all.map((slider) => slider.getAttribute('aria-label')!));
	const slider = page.getByRole('slider', { name: first });
	await expect(slider).toHaveAttribute('aria-valuetext', '50.0 %');
	const ratios = async () => {
		const { settings } = (await linkedExperiment(page)).policy[0];
		return Object.values((settings['ratios'] ?? {}) as Record<string, number>);
	};

	const { x, y, width, height } = (await slider.boundingBox())!;
	await page.mouse.move(x + width / 2, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(x + width / 2, y + height / 2 - 20, { steps: 4 });
	expect(Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThan(60);
	await page.mouse.up();
	await expect.poll(async () => (await linkedExperiment(page)).policy[0].id).toBe('fixed');
	const [pulled, other] = await ratios();
	expect(pulled).toBeGreaterThan(0.6);
	expect(pulled + other).toBeCloseTo(1);

	await slider.focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await expect.poll(async () => (await ratios())[0]).toBeCloseTo(pulled - 0.02, 3);

	await page.getByRole('slider', { name: second }).click();
	await page.getByRole('spinbutton', { name: second }).fill('25');
	await page.keyboard.press('Enter');
	await expect.poll(ratios).toEqual([0.75, 0.25]);
});
