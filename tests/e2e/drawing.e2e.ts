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
