/** Owns the open lesson, the visitor's progress in it, and the actions of its steps. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { TextStorage } from '#lab/page/state/browserStorage.ts';
import type { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import { pointsAt } from '../model/answerCurve.ts';
import { makeExperiment, sameStart } from '../model/makeExperiment.ts';
import {
	namesSeeds,
	type Choice,
	type FindLesson,
	type Lesson,
	type LessonStep,
} from '../model/lesson.ts';
import {
	addressLink,
	hasOwnSeeds,
	lessonAddress,
	lessonLink,
	readLessonLink,
} from '../model/lessonLink.ts';
import {
	firstOf,
	holds,
	ownFile,
	readValue,
	type LessonValue,
	type Value,
} from '../model/values.ts';
import { minutesHere } from '../model/lessonTime.ts';
import { start, type Progress } from '../model/progress.ts';
import { words } from '#lab/page/words/words.ts';
import { lessonWords } from '../words.ts';
import { KeptLessons } from './KeptLessons.svelte.ts';
import { OwnLessons } from './OwnLessons.svelte.ts';
import { isSetUp, perform } from './perform.ts';
import { runMeasures } from './runMeasures.ts';
import type { GalleryCard } from './shipped.ts';

interface OpenLesson {
	readonly id: string;
	readonly lesson: Lesson;
}
/** The source of the lessons' texts, and the names that they may use. */
interface LessonTexts {
	readonly find: FindLesson;
	/** The language in use, without a region. */
	readonly language: () => string;
	/** The screens that a step can open. */
	readonly places: readonly string[];
	/** The lesson that follows a shipped one; null: it is the last one, or not shipped. */
	readonly next?: (id: string) => { readonly id: string; readonly title: string } | null;
	/** The page was not reloaded: an experiment that its address names comes first. */
	readonly isNewVisit?: () => boolean;
	/** Milliseconds of a run here; null: they are not measured yet. */
	readonly runTime?: () => number | null;
	/** A seed for this visitor alone, where a link asks for one. */
	readonly newSeed?: () => number;
}

export class LessonsState {
	opened: OpenLesson | null = $state.raw(null);
	readonly own;
	readonly #kept;
	/** The condition of the current step did not hold at some time: it waits for a change. */
	#waits = false;
	isBusy = $state(false);
	/** The step whose action the page has done. */
	tried: number | null = $state(null);
	#restoring: Promise<unknown> = Promise.resolve();
	/** The lesson of the view that is open, or that opens. */
	#entered: string | null = null;
	readonly #measures;
	readonly #curveMeasures;

	constructor(
		readonly lab: LabState,
		readonly view: Pick<
			ViewState,
			'place' | 'guide' | 'startNavigation' | 'focus' | 'presents' | 'isSimple' | 'tab'
		>,
		storage: TextStorage,
		readonly texts: LessonTexts,
	) {
		this.#kept = new KeptLessons(storage);
		this.own = new OwnLessons(this, this.#kept);
		const until = () => Number(this.step?.action?.train ?? Infinity) || Infinity;
		this.#measures = runMeasures(lab, view, 'text', () => texts.runTime?.() ?? null, until);
		this.#curveMeasures = runMeasures(lab, view, 'curve');
	}

	/** Milliseconds of a lesson's run here; null: not measured with the lessons' model. */
	get runTime(): number | null {
		const { info, experiment } = this.lab;
		const isTheirs = experiment?.model.sha256 === info?.defaultExperiment.model.sha256;
		return (isTheirs && this.texts.runTime?.()) || null;
	}
	minutesOf = ({ minutes, curves }: Pick<GalleryCard, 'minutes' | 'curves'>): number =>
		minutesHere(minutes, curves.length, this.runTime);

	get progress(): Progress {
		return (this.opened && this.progressIn(this.opened.id)) ?? start;
	}
	progressIn(id: string): Progress | undefined {
		const { lessons } = this.#kept.stored;
		return Object.hasOwn(lessons, id) ? lessons[id] : undefined;
	}
	get step(): LessonStep | null {
		return this.opened?.lesson.steps[this.progress.step] ?? null;
	}
	/** The workbench has what the step sets up. Kept, since noise makes a skill's rows anew. */
	readonly #isPrepared = $derived.by(() => {
		const action = this.step?.action;
		return !action || isSetUp(action, this.lab, this.#make);
	});
	/** The action of the current step is done, by whatever way. */
	readonly isDone = $derived.by(() => {
		const { step } = this;
		if (!step) return false;
		if (step.ask) return this.progress.choice !== null;
		const isOver = step.until.length === 0 || (this.#isPrepared && this.#areMet(step));
		return isOver && this.#keepsKnown(step);
	});

	/** The lesson that the last visit left open, with its experiment on the workbench. */
	restore(): Promise<unknown> {
		const { open } = this.#kept.stored;
		const isWanted = () => this.opened === null;
		const shows = open === null ? Promise.resolve(false) : this.#load(open, isWanted);
		this.#restoring = shows;
		return shows.then(async (isShown) => {
			await this.lab.opened;
			if (!isShown || this.opened?.id !== open) return;
			const isLinked = this.lab.linked !== null && this.texts.isNewVisit?.() === true;
			if (isLinked && !this.#isOnWorkbench()) this.opened = null;
			else {
				this.#enter(this.opened.id, false);
				await this.#resume();
			}
		});
	}
	/** Puts the run of the lesson on the workbench, or the experiment of its step. */
	async #resume(): Promise<void> {
		const { run } = this.progress;
		if (run === null || !this.#isStored(run)) this.#putExperiment();
		else if (this.lab.run?.id !== run) await this.lab.openRun(run);
	}
	#isOnWorkbench(): boolean {
		const { run, experiment } = this.lab;
		if (run && run.id === this.progress.run) return true;
		const ownExperiment = this.#ownExperiment();
		return ownExperiment !== null && experiment !== null && sameStart(experiment, ownExperiment);
	}
	/** The same lesson in the language in use now. */
	async translate(): Promise<void> {
		const id = this.opened?.id;
		if (id !== undefined) await this.#load(id, () => this.opened?.id === id);
	}
	#enter(id: string, isChosen: boolean): void {
		this.#entered = id;
		this.view.guide = { id, isChosen };
	}
	/**
	 * Opens a lesson where the visitor left it, and its run. `isChosen`: Back leaves it. `ownSeeds`:
	 * whether a link gives each visitor another seed.
	 */
	async open(id: string, isChosen = true, ownSeeds?: boolean): Promise<void> {
		this.own.problem = null;
		if (!(await this.#load(id, this.view.startNavigation()))) return;
		this.view.place = 'bench';
		this.#enter(id, isChosen);
		if (ownSeeds !== undefined) this.#useSeeds(ownSeeds);
		if (this.step === null) await this.restart();
		else await this.#resume();
	}
	/** With another seed than before, the lesson begins anew. */
	#useSeeds(areOwn: boolean): void {
		const { opened, texts } = this;
		const { seed: before, finished } = this.progress;
		const isOwn = areOwn && opened !== null && !namesSeeds(opened.lesson);
		if (isOwn === (before !== undefined)) return;
		const seed = isOwn ? texts.newSeed?.() : undefined;
		this.#advanceTo({ ...start, finished, ...(seed !== undefined && { seed }) });
	}
	/** After Back or Forward: leaves the lesson, or opens it where it is, also at its end. */
	async followHistory(): Promise<void> {
		await this.#restoring;
		const id = this.view.guide?.id ?? null;
		if (id === this.#entered) return;
		this.#entered = id;
		if (id === null) this.leave();
		else if (id !== this.opened?.id && (await this.#load(id, () => this.#entered === id)))
			await this.#resume();
	}
	/** Opens the lesson of a link: a shipped one by its id, a text, or a file of this site. */
	async openLink(fragment: string): Promise<void> {
		const isLast = this.view.startNavigation();
		await this.#restoring;
		// The page was reloaded: it shows the lesson where it was, also at its end.
		if (fragment === this.link && this.texts.isNewVisit?.() === false) return;
		const shipped = lessonAddress(fragment);
		const areOwn = hasOwnSeeds(fragment);
		if (await this.texts.find(shipped))
			return isLast() ? this.open(shipped, false, areOwn) : undefined;
		await this.own.attempt(async () => {
			const lesson = await readLessonLink(fragment, location.href);
			if (isLast()) await this.own.open(lesson, false, areOwn);
		});
	}
	/** The fragment that opens a lesson. `ownSeeds`: each visitor trains with another seed. */
	linkTo(id: string, ownSeeds: boolean): string {
		const found = this.own.find(id);
		return found && found.address === undefined
			? lessonLink(found.text, ownSeeds)
			: addressLink(found?.address ?? id, ownSeeds);
	}
	/** The fragment that opens the open lesson. */
	readonly link: string | null = $derived.by(
		() => this.opened && this.linkTo(this.opened.id, this.progress.seed !== undefined),
	);
	leave(): void {
		const isOwn = !this.isTraining && this.#isOnWorkbench();
		this.view.guide = this.#entered = null;
		this.opened = null;
		this.#kept.change({ open: null });
		if (isOwn) this.#giveBack();
	}
	/** A comparison would take the lesson's skills. The lesson's runs are under Runs. */
	#giveBack(): void {
		const { experiment, info } = this.lab;
		const before = this.#before;
		const isOther = before !== null && experiment !== null && !sameStart(before, experiment);
		this.lab.put(isOther ? before : info!.defaultExperiment);
	}
	async restart(): Promise<void> {
		const { finished, seed } = this.progress;
		this.#advanceTo({ ...start, finished, ...(seed !== undefined && { seed }) });
		this.view.place = 'bench';
		this.#putExperiment();
	}
	/** Moves to the next step when this one's condition holds. Called by an effect. */
	follow(): void {
		const { step, isDone } = this;
		if (!step || step.ask || step.until.length === 0) return;
		this.#noteRun(step);
		if (!isDone) this.#waits = true;
		else if (this.#waits && !this.isBusy) this.next();
		this.#freeze(step, this.progress.step);
		this.#testAt(step);
	}
	/** Tests the run where it pauses for the step, once per visit. */
	#testAt({ action }: LessonStep): void {
		const { run } = this.lab;
		if (run?.status.kind !== 'paused' || run.step !== action?.train || this.isDone) return;
		if (this.#tested === run.id || !this.#isPrepared || this.isBusy) return;
		this.#tested = run.id;
		void this.perform();
	}
	/** The run that was last asked for its test. */
	#tested: string | undefined;
	/** The run on the workbench when the lesson opened: it makes room for the lesson's own. */
	#earlierRun: string | undefined;
	/** The experiment on the workbench then. */
	#before: Experiment | null = null;
	/** A run that began in this step belongs to the lesson, also after a reload. */
	#noteRun({ action }: LessonStep): void {
		const { run } = this.lab;
		if (action?.train === undefined || !run || run.step === 0 || !this.#isPrepared) return;
		if (run.id === this.#earlierRun) return;
		if (run.id !== this.progress.run) this.#advanceTo({ ...this.progress, run: run.id });
	}
	/** `isStuck`: though what the step waits for has not happened. */
	next(isStuck = false): void {
		const { step, progress, opened } = this;
		if (!opened || !step || !(isStuck || this.isDone)) return;
		const keptValues = { ...progress.kept, ...(this.#known(step.keep) as Record<string, number>) };
		const { steps, seen } = opened.lesson;
		const isEnd = progress.step + 1 === steps.length;
		this.#advanceTo({
			...progress,
			step: progress.step + 1,
			kept: keptValues,
			values: {
				...progress.values,
				[progress.step]: this.#measured(step),
				...(step.answers && this.#outcomeValue()),
				...(isEnd && { [steps.length]: this.#known(bySource(seen.values), keptValues) }),
			},
			run: this.lab.run?.id ?? null,
			curves: this.curves,
			finished: progress.finished || isEnd,
		});
	}
	back = (): void =>
		this.#advanceTo({ ...this.progress, step: Math.max(0, this.progress.step - 1) });
	/** Answers the question before or after the lesson. */
	answer = (when: 'before' | 'after', choice: number): void =>
		this.#advanceTo({ ...this.progress, transfer: { ...this.progress.transfer, [when]: choice } });
	choose = (choice: number): void =>
		this.#advanceTo({ ...this.progress, choice, before: this.curves.length });
	/**
	 * The step's action for the main button of the page, until it is done. Undefined: the button has
	 * its own meaning.
	 */
	get lent() {
		const { step, isDone, lab } = this;
		if (!step?.action || isDone) return undefined;
		const { run } = lab;
		const goesOn = this.#isPrepared && run !== null && run.step > 0 && !run.ended;
		const trained = goesOn ? words.run.resume : words.run.train;
		return {
			label: step.action.train === undefined ? lessonWords.doIt : trained,
			perform: (pace: Pace) => this.perform(pace),
		};
	}
	get isTraining(): boolean {
		return this.lab.run?.status.kind === 'running';
	}
	/** The page does the step or trains what it began there: a second fork would start anew. */
	get isDoing(): boolean {
		return this.isBusy || (this.tried === this.progress.step && this.isTraining);
	}
	/** Does the action of the current step for the visitor. */
	async perform(pace: Pace = { kind: 'full' }): Promise<void> {
		const { step, opened } = this;
		if (!step?.action || this.isDoing) return;
		this.isBusy = true;
		this.#waits = true;
		try {
			await this.lab.attempt(lessonWords.cannotDo, () =>
				perform(step.action!, this.lab, this.view, this.#make, pace),
			);
		} finally {
			this.isBusy = false;
			if (this.opened === opened) this.tried = this.progress.step;
		}
	}

	/** A skill that is open gives way to the first one that the step speaks of. */
	showSkill(): void {
		const { step, opened, view } = this;
		const values = [...(step?.values ?? []), ...(opened ? [opened.lesson.curve] : [])];
		const skills = values
			.flatMap(({ terms }) => terms.flatMap(({ skill }) => skill ?? []))
			.flatMap((id) => (id === ownFile ? (this.skill(id)?.id ?? []) : id));
		if (view.focus !== null && skills.length > 0 && !skills.includes(view.focus))
			[view.focus] = skills;
	}
	/** The skill of this id on the workbench, or the visitor's own file. */
	skill = (wanted: string) =>
		this.lab.experiment?.skills.find(({ id }) =>
			wanted === ownFile ? id.startsWith('file:') : id === wanted,
		);
	/** A value in the text of a step that is reached; null: it is not known yet. */
	shown(step: number, value: LessonValue): Value {
		const { progress } = this;
		const frozen = progress.values[step]?.[value.source];
		return frozen ?? (step === progress.step ? this.#value(value) : null);
	}
	/** The curves of the lesson's runs so far, with that of the run on the workbench. */
	get curves(): Progress['curves'] {
		const { opened, lab, progress } = this;
		const { run } = lab;
		const curve = opened?.lesson.curve;
		if (!curve || !run || run.id !== progress.run) return progress.curves;
		void run.revision;
		const steps = run.history.evaluations.map(({ step }) => step);
		const points = pointsAt(curve, steps, this.#curveMeasures);
		if (points.length === 0) return progress.curves;
		const others = progress.curves.filter(({ run: id }) => id !== run.id);
		return [...others, { run: run.id, points }];
	}
	/** The lesson after this one; null: it is the last one. */
	get following() {
		return (this.opened && this.texts.next?.(this.opened.id)) ?? null;
	}
	/** The choice that the run gave; undefined: it is not known yet. */
	readonly outcome: Choice | undefined = $derived.by(() => {
		const { opened, progress } = this;
		const at = opened?.lesson.steps.findIndex(({ answers }) => answers) ?? -1;
		if (!opened || at < 0 || progress.step < at) return undefined;
		const frozen = progress.values['outcome']?.['choice'];
		if (typeof frozen === 'number') return this.choices[frozen];
		const conditions = this.choices.map(({ when }) => when);
		return this.choices[firstOf(conditions, this.#measures, progress.kept)];
	});
	get choices(): readonly Choice[] {
		return this.opened?.lesson.steps.find(({ ask }) => ask)?.ask?.choices ?? [];
	}
	/** Kept, because later steps may train other runs. */
	#outcomeValue(): Progress['values'] {
		return this.outcome ? { outcome: { choice: this.choices.indexOf(this.outcome) } } : {};
	}

	/** Keeps the values of a step once the run rests, and the outcome with them. */
	#freeze(step: LessonStep, at: number): void {
		const { status } = this.lab.run ?? { status: { kind: 'paused' } };
		if (status.kind === 'running' || status.kind === 'preparing' || this.progress.step !== at)
			return;
		const measured = this.#measured(step, step.until.length > 0);
		const before = this.progress.values[at] ?? {};
		if (Object.keys(measured).length > Object.keys(before).length)
			this.#advanceTo({
				...this.progress,
				values: { ...this.progress.values, [at]: { ...measured, ...before } },
			});
	}
	/** `onlyNumbers`: an answer of the model changes while the step trains. */
	#measured(step: LessonStep, onlyNumbers = false): Record<string, NonNullable<Value>> {
		const before = this.progress.values[this.progress.step] ?? {};
		const wanted = step.values.filter(({ unit }) => !onlyNumbers || unit !== 'text');
		return { ...this.#known(bySource(wanted)), ...before };
	}
	#known(
		named: readonly (readonly [name: string, LessonValue])[],
		keptValues = this.progress.kept,
	) {
		const found = named.map(
			([name, value]) => [name, readValue(value, this.#measures, keptValues)] as const,
		);
		return Object.fromEntries(found.flatMap(([name, is]) => (is === null ? [] : [[name, is]])));
	}
	#value = (value: LessonValue): Value => readValue(value, this.#measures, this.progress.kept);
	#areMet = ({ until }: LessonStep): boolean =>
		until.every((condition) => holds(condition, this.#measures, this.progress.kept));
	/** What the step keeps is measured. */
	#keepsKnown = ({ keep, action }: LessonStep): boolean => {
		const isThere = !(Number(action?.train) > (this.lab.run?.step ?? 0));
		return keep.every(([, value]) => isThere && this.#value(value) !== null);
	};

	#putExperiment(): void {
		const { lab } = this;
		const experiment = this.#ownExperiment();
		if (!experiment) return;
		if (lab.run || !lab.experiment || !sameStart(lab.experiment, experiment)) lab.put(experiment);
	}
	/** The experiment that the steps before this one have set up. */
	#ownExperiment(): Experiment | null {
		const { opened, progress, lab } = this;
		if (!opened || !lab.info) return null;
		const { steps, experiment } = opened.lesson;
		const changed = steps.slice(0, progress.step).findLast(({ action }) => action?.experiment);
		return this.#make(changed?.action?.experiment ?? experiment);
	}
	/** The experiment with these changes and, if the link gave one, the visitor's own seed. */
	#make = (changes: Lesson['experiment']): Experiment => {
		const made = makeExperiment(changes, this.lab.info!);
		const { seed = made.seed } = this.progress;
		return { ...made, seed };
	};
	#isStored = (run: string) => this.lab.info?.runs.some(({ id }) => id === run) ?? false;

	#find = async (id: string) => this.own.find(id) ?? (await this.texts.find(id));
	async #load(id: string, isWanted: () => boolean): Promise<boolean> {
		const found = await this.#find(id);
		if (!found || !isWanted()) return false;
		return this.lab.attempt(lessonWords.cannotOpen, async () => {
			const lesson = this.own.read(found);
			if (this.opened?.id !== id) this.#earlierRun = this.lab.run?.id;
			if (!this.opened) this.#before = this.lab.experiment;
			this.opened = { id, lesson };
			[this.#waits, this.tried] = [false, null];
			this.#kept.change({ open: id });
		});
	}
	#advanceTo(progress: Progress): void {
		if (!this.opened) return;
		if (progress.step !== this.progress.step) [this.#waits, this.tried] = [false, null];
		this.#kept.change({ lessons: { ...this.#kept.stored.lessons, [this.opened.id]: progress } });
	}
}

const bySource = (values: readonly LessonValue[]) =>
	values.map((value) => [value.source, value] as const);
