/** The lab's page as a journey uses it: controls by name, texts, and stored runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink } from '#lab/run/link.ts';
import { toOutcome, type Outcome } from '#lab/run/outcome.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Driver } from './driver.ts';

/** Seconds that a reaction of the page may take on a busy machine. */
const patience = 60;

/** A run as the lab stores it. */
export interface StoredRun {
	readonly record: RunRecord;
	readonly events: readonly RunEvent[];
}

export class LabPage {
	readonly driver: Driver;
	/** Address of the site. */
	readonly site: string;

	constructor(driver: Driver, site: string) {
		this.driver = driver;
		this.site = site;
	}

	/** Loads the page with a link's fragment, in Lab, and waits until the lab is open. */
	async open(fragment = ''): Promise<LabInfo> {
		// A page of the site's own can store the depth before the lab reads it. Between, the address
		// changes, because a page that differs only in its fragment would not be loaded again.
		await this.driver.open(new URL('lab.png', this.site).href);
		await this.driver.run(() => localStorage.setItem('skillet.depth', 'lab'));
		await this.driver.open(fragment === '' ? this.site : `${this.site}#${fragment}`);
		return this.ready();
	}

	/** Opens a link to the experiment. */
	async openExperiment(experiment: Experiment, expected?: Outcome): Promise<void> {
		await this.open(encodeLink(experiment, expected && { expected }));
		await this.expectText('//*[@role="region"][@aria-label="Run"]', `/ ${experiment.steps}`);
	}

	async ready(): Promise<LabInfo> {
		await this.until('the workbench', () => document.querySelector('[aria-label="Run"]') !== null);
		return this.driver.run(() => window.skillet!.ready);
	}

	/** A button with exactly this text. */
	press = (name: string): Promise<void> =>
		this.click(`//button[normalize-space()=${quoted(name)}]`);

	/** Waits until something matches the XPath, then clicks it. */
	async click(xpath: string): Promise<void> {
		await this.#retry(() => this.driver.click(xpath));
	}

	/** Waits until a file field matches the XPath, then chooses the file. */
	async attach(xpath: string, file: string): Promise<void> {
		await this.#retry(() => this.driver.attach(xpath, file));
	}

	/** `start`: the beginning of the policy's title and sentence. */
	async pickPolicy(start: string): Promise<void> {
		await this.click('//*[starts-with(@aria-label, "All policies: ")]');
		await this.click(`//*[@role="option"][starts-with(normalize-space(), ${quoted(start)})]`);
	}

	/** A button hides Run to step. */
	async #showControls(): Promise<void> {
		const isOpen = await this.driver.run(
			() => document.querySelector('[aria-label="More controls"][aria-expanded="true"]') !== null,
		);
		if (!isOpen) await this.click('//button[@aria-label="More controls"]');
	}

	async runToStep(step: number): Promise<void> {
		await this.#showControls();
		await this.driver.fill('//input[@id=//label[.="Run to step"]/@for]', String(step));
		await this.press('Go');
		await this.expectStanding(`Paused at step ${step}.`);
	}

	/** Waits for the status of the run, as a screen reader hears it. */
	expectStanding = (text: string, seconds?: number): Promise<void> =>
		this.expectText('(//*[@aria-live="polite"])[1]', text, seconds);

	/** Waits until the first match of the XPath contains the text. Throws with its last text. */
	async expectText(xpath: string, text: string, seconds = patience): Promise<void> {
		const end = performance.now() + seconds * 1000;
		for (;;) {
			const shown = await this.text(xpath);
			if (shown?.includes(text)) return;
			if (performance.now() > end)
				throw new Error(
					`After ${seconds} s, ${xpath} is ${shown === null ? 'absent' : JSON.stringify(shown)}, ` +
						`not "${text}". ${await this.alerts()}`,
				);
			await sleep(200);
		}
	}

	/** Text of the first match, with single spaces; null if there is none. */
	text = (xpath: string): Promise<string | null> =>
		this.driver.run((path) => {
			const type = XPathResult.FIRST_ORDERED_NODE_TYPE;
			const node = document.evaluate(path, document, null, type).singleNodeValue;
			return node && (node.textContent ?? '').replace(/\s+/g, ' ').trim();
		}, xpath);

	/** The errors that the page reports. */
	async alerts(): Promise<string> {
		const alerts = await this.driver.run(() =>
			[...document.querySelectorAll('[role="alert"]')].map(({ textContent }) => textContent),
		);
		return alerts.length > 0 ? `The page says: ${alerts.join(' ')}` : 'The page reports no error.';
	}

	/** The newest stored run. */
	newestRun = (): Promise<StoredRun> =>
		this.driver.run(async () => {
			const { client } = window.skillet!;
			const [record] = await client['run.list']();
			return { record, events: await client['run.events']({ runId: record.id }) };
		});

	/** Trains without the page's controls, keeps the run, and returns it. */
	async train(experiment: Experiment): Promise<StoredRun> {
		await this.startRun(experiment);
		await this.until('the end of the run', () => document.body.dataset['trained'] !== 'no');
		const how = await this.driver.run(() => document.body.dataset['trained']);
		if (how !== 'yes') throw new Error(how);
		return this.newestRun();
	}

	/** Starts a run that is kept. `data-trained` of the page is then no, yes, or an error. */
	startRun = (experiment: Experiment): Promise<void> =>
		this.driver.run((json) => {
			document.body.dataset['trained'] = 'no';
			const run = window.skillet!.run(JSON.parse(json) as Experiment, { keep: true });
			const settle = (how: unknown) => (document.body.dataset['trained'] = String(how));
			run.then(() => settle('yes'), settle);
		}, JSON.stringify(experiment));

	/** Asks in the page until the answer is true. */
	async until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
		await this.#retry(async () => {
			if (!(await this.driver.run(isTrue))) throw new Error(`Waited in vain for ${what}.`);
		});
	}

	/** Repeats an action until it succeeds. Throws its last error. */
	async #retry(action: () => Promise<void>): Promise<void> {
		for (const end = performance.now() + patience * 1000; ;)
			try {
				return await action();
			} catch (error) {
				if (performance.now() > end)
					throw new Error(`${String(error)} ${await this.alerts()}`, { cause: error });
				await sleep(200);
			}
	}
}

/** An XPath string. No name of the page has a double quotation mark. */
const quoted = (text: string): string => `"${text}"`;

export const outcome = ({ record, events }: StoredRun): Outcome => toOutcome(record, events);
