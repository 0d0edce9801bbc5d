/**
 * Reloads and kills at drawn moments of training. After each, everything that the page was told to
 * be stored is there; finished training has the bits of an undisturbed one.
 */
import { makeChance } from './chance.ts';
import { makeProfile, startBrowser, tearLogs, type BrowserProcess } from './browserProcess.ts';
import { demand, openLab, sleep, waitUntilReady, type Told } from './lab.ts';
import { subjects, type SubjectName } from './subjects.ts';

export interface Interruptions {
	readonly subject: SubjectName;
	readonly reloads: number;
	readonly kills: number;
	/** The last kills, after which the log of the browser's database ends in half a record. */
	readonly tears: number;
	/** Trainings that were finished, each with the bits of an undisturbed one. */
	readonly finished: number;
	/** Interruptions after at least one new step; the others came while it was made or opened. */
	readonly inTraining: number;
}

export interface SoakOptions {
	/** Path of the browser. */
	readonly program: string;
	readonly url: string;
	readonly seed: number;
	readonly log?: (line: string) => void;
}

/** In milliseconds. A third of the interruptions come while the training is made or opened. */
const pauses = { opening: 2500, training: 700, patience: 60_000 };

/**
 * The first `reloads` interruptions reload the page; the others kill the browser. The last `tears`
 * of them fall into a write.
 */
export async function interruptTraining(
	{ program, url, seed, log }: SoakOptions,
	what: Pick<Interruptions, 'subject' | 'reloads' | 'kills' | 'tears'>,
): Promise<Interruptions> {
	const { subject: name, reloads, kills, tears } = what;
	const profile = makeProfile();
	let browser: BrowserProcess | undefined;
	try {
		browser = await startBrowser(program, profile.folder);
		let page = await browser.newPage();
		let told = await openLab(page, url);
		let [finished, inTraining] = [0, 0];
		const interrupt = async (n: number) => {
			clear(told);
			const chance = makeChance(seed, `interruption ${name}`, n);
			const playing = subjects[name](seed + finished).play(page);
			playing.catch(() => undefined);
			if (chance.is(2 / 3)) {
				await untilSteps(told);
				await sleep(chance.between(20, pauses.training));
			} else await sleep(chance.between(20, pauses.opening));
			const before = {
				...told,
				events: [...told.events],
				marks: new Map(told.marks),
				outcomes: [...told.outcomes],
				cellSteps: [...told.cellSteps],
			};
			if (n < reloads) {
				await page.reload();
				await waitUntilReady(page);
			} else {
				await browser!.kill();
				if (n >= reloads + kills - tears) tearLogs(profile.folder);
				browser = await startBrowser(program, profile.folder);
				page = await browser.newPage();
				const { errors } = told;
				told = await openLab(page, url);
				told.errors.push(...errors);
			}
			return before;
		};
		for (let n = 0; n < reloads + kills; n++) {
			const before = await interrupt(n);
			const subject = subjects[name](seed + finished);
			const { step, isFinished } = await subject.check(page, before);
			const seen = stepsSeen(before);
			if (seen > 0) inTraining++;
			const when = `${name}, ${n < reloads ? 'reload' : 'kill'} ${n + 1}`;
			log?.(`${when}: step ${seen} seen, ${step} stored in all`);
			if (!isFinished) continue;
			await subject.compareAndDelete(page);
			finished++;
		}
		demand(told.errors.length === 0, `The page reports: ${told.errors.join('; ')}`);
		demand(finished > 0 || reloads + kills < 20, 'No training was finished.');
		await browser.close();
		profile.remove();
		return { ...what, finished, inTraining };
	} catch (error) {
		log?.(`The browser's data is kept for a look: ${profile.folder}`);
		await browser?.close();
		throw error;
	}
}

/** Waits for the first new step, or for the end of training that has no more steps. */
async function untilSteps(told: Told): Promise<void> {
	const limit = performance.now() + pauses.patience;
	const isMoving = () =>
		stepsSeen(told) > 0 || told.statuses.some(({ kind }) => kind === 'finished');
	while (!isMoving() && performance.now() < limit) await sleep(20);
}

const stepsSeen = ({ events, cellSteps }: Told): number =>
	Math.max(0, ...cellSteps, ...events.map((event) => (event.type === 'step' ? event.step : 0)));

function clear({ events, statuses, marks, outcomes, cellSteps }: Told): void {
	events.length = 0;
	cellSteps.length = 0;
	statuses.length = 0;
	outcomes.length = 0;
	marks.clear();
}
