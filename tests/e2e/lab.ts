/** A small experiment, its link, and readers of the page and its stored runs. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import type { LinkView } from '#lab/run/linkView.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { smallExperiment as shrink } from '../support/smallExperiment.ts';

/** The default experiment of this page, so small that its run takes seconds. */
export async function smallExperiment(
	page: Page,
	change: Partial<Experiment> = {},
): Promise<Experiment> {
	const { defaultExperiment } = await page.evaluate(() => window.skillet!.ready);
	return shrink(defaultExperiment, change);
}

/** Is read once per process, because the lab tests its base model on a page without a link. */
let defaultExperiment: Experiment | undefined;

/** A small experiment for a link. */
export async function experimentOfLink(
	page: Page,
	change: Partial<Experiment> = {},
): Promise<Experiment> {
	if (!defaultExperiment) {
		await page.goto('/');
		defaultExperiment = (await page.evaluate(() => window.skillet!.ready)).defaultExperiment;
	}
	return shrink(defaultExperiment, change);
}

/** Opens the lab with a link to a small experiment. */
export async function openExperiment(
	page: Page,
	change: Partial<Experiment> = {},
	view: LinkView = {},
): Promise<Experiment> {
	const experiment = await experimentOfLink(page, change);
	await page.goto(`/#${encodeLink(experiment, { view })}`);
	await expect(bar(page)).toContainText(`/ ${experiment.steps.toLocaleString('en')}`);
	return experiment;
}

/** The experiment in the address bar. */
export async function linkedExperiment(page: Page): Promise<Experiment> {
	return readLink(await page.evaluate(() => window.location.hash)).experiment;
}

export const bar = (page: Page): Locator => page.getByRole('region', { name: 'Run', exact: true });
export const button = (page: Page, name: string): Locator =>
	bar(page).getByRole('button', { name, exact: true });
/** The status of the run in the live region for screen readers. */
export const standing = (page: Page): Locator => page.locator('[aria-live="polite"]').first();

/** Opens a tab of the inspector beside the drawing. */
export const openTab = (page: Page, name: 'Mix' | 'Why' | 'Ask' | 'Lesson'): Promise<void> =>
	page.getByRole('tab', { name, exact: true }).click();

/** A button hides Run to step, Stop and the device. */
export async function showControls(page: Page): Promise<void> {
	const more = page.getByRole('button', { name: 'More controls' });
	if ((await more.getAttribute('aria-expanded')) === 'false') await more.click();
}

/** Starts to train up to the step. */
async function goToStep(page: Page, step: number): Promise<void> {
	await showControls(page);
	await page.getByRole('spinbutton', { name: 'Run to step' }).fill(String(step));
	await page.keyboard.press('Enter');
}

export async function runToStep(page: Page, step: number): Promise<void> {
	await goToStep(page, step);
	await expect(standing(page)).toHaveText(`Paused at step ${step}.`);
}

export async function pickPolicy(page: Page, title: string): Promise<void> {
	const mix = page.getByRole('tab', { name: 'Mix', exact: true });
	if (await mix.isVisible()) await mix.click();
	await page.getByRole('combobox', { name: /^All policies: / }).click();
	await page.getByRole('option', { name: new RegExp(`^${title}(?!,)`) }).click();
}

/** The stored runs, newest first. */
export const storedRuns = (page: Page): Promise<readonly RunRecord[]> =>
	page.evaluate(() => window.skillet!.client['run.list']());

/** The events without their times, which differ between equal runs. */
export async function curve(page: Page, runId: string): Promise<unknown[]> {
	const events: readonly RunEvent[] = await page.evaluate(
		(id) => window.skillet!.client['run.events']({ runId: id }),
		runId,
	);
	return events
		.filter(({ type }) => type !== 'checkpoint' && type !== 'warning')
		.map((event) => ({ ...event, milliseconds: 0 }));
}

/** The rows of the drawing, in the order of the experiment. */
export const skillRows = (page: Page): Locator => page.locator('[data-skill]');
