/** Owns the open lesson, the visitor's progress in it, and the actions of its steps. */
import { fileText } from '#engine/core/file.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { highest } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { readOutcome } from '#lab/page/state/outcomes.ts';
import { errorText, skillName } from '#lab/page/words/words.ts';
import type { TextStorage } from '#lab/page/state/browserStorage.ts';
import type { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import { choiceBands, pointsAt, type Points } from '../model/answerCurve.ts';
import type { Expression } from '../model/expression.ts';
import { checkLesson, makeExperiment, sameStart } from '../model/makeExperiment.ts';
import type { Choice, FindLesson, Lesson, LessonFile, LessonStep } from '../model/lesson.ts';
import { readLessonLink } from '../model/lessonLink.ts';
import { ownFile, type Value } from '../model/measures.ts';
import { readText } from '../model/readText.ts';
import { isLesson, parseLesson } from '../model/parseLesson.ts';
import {
	readStored,
	start,
	withOwn,
	writeStored,
	type Progress,
	type StoredLessons,
} from '../model/progress.ts';
import { lessonWords } from '../words.ts';
import { perform } from './perform.ts';
import { runMeasures } from './runMeasures.ts';

/** A lesson is a few pages of text. */
const mostBytes = 1e6;

interface OpenLesson {
	readonly id: string;
	readonly lesson: Lesson;
}
/** The question as a picture: the curves of the lesson's runs, and the visitor's guess on them. */
export interface AnswerCurve {
	/** The measured skill and quantity, such as “capitals: answers right”. */
	readonly title: string;
	/** Oldest first. The last one can be that of the run on the workbench. */
	readonly curves: readonly Points[];
	readonly steps: number;
	readonly top: number;
	readonly isShare: boolean;
	/** Where the guess holds; empty: there is none, or it has no place on this axis. */
	readonly guess: readonly (readonly [low: number, high: number])[];
	/** Curves of runs that began before the guess. */
	readonly before: number;
	/** The run has answered: the last curve is the answer. */
	readonly isAnswered: boolean;
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
}

export class LessonsState {
	opened: OpenLesson | null = $state.raw(null);
	#stored: StoredLessons = $state.raw()!;
	/** The column shows the lesson; false: only its head, above the explanation. */
	covers = $state(true);
	/** The condition of the current step did not hold at some time: it waits for a change. */
	#waits = false;
	isBusy = $state(false);
	/** The step whose action the page has done. */
	tried: number | null = $state(null);
	#restoring: Promise<unknown> = Promise.resolve();
	/** The lesson of the view that is open, or that opens. */
	#entered: string | null = null;
	readonly #measures;

	constructor(
		readonly lab: LabState,
		readonly view: Pick<ViewState, 'place' | 'guide' | 'startNavigation' | 'focus' | 'presents'>,
		private readonly storage: TextStorage,
		readonly texts: LessonTexts,
	) {
		this.#stored = readStored(storage);
		this.#measures = runMeasures(lab, view);
	}

	get own() {
		return this.#stored.own;
	}
	get progress(): Progress {
		return (this.opened && this.#stored.lessons[this.opened.id]) ?? start;
	}
	progressIn(id: string): Progress | undefined {
		return Object.hasOwn(this.#stored.lessons, id) ? this.#stored.lessons[id] : undefined;
	}
	get step(): LessonStep | null {
		return this.opened?.lesson.steps[this.progress.step] ?? null;
	}
	/** The workbench has the step's experiment. Kept, since noise makes a skill's rows anew. */
	readonly #isPrepared = $derived.by(() => {
		const { info, experiment } = this.lab;
		const changes = this.step?.action?.experiment;
		if (!changes || !info || !experiment) return !changes;
		return sameStart(experiment, makeExperiment(changes, info));
	});
	/** The action of the current step is done, by whatever way. */
	readonly isDone = $derived.by(() => {
		const { step } = this;
		if (!step) return false;
		if (step.ask) return this.progress.choice !== null;
		return step.until === null || (this.#isPrepared && this.#holds(step.until));
	});

	/** The lesson that the last visit left open, with its experiment on the workbench. */
	restore(): Promise<unknown> {
		const { open } = this.#stored;
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
	/** Opens a lesson where the visitor left it, and its run. `isChosen`: Back leaves it. */
	async open(id: string, isChosen = true): Promise<void> {
		this.problem = null;
		if (!(await this.#load(id, this.view.startNavigation()))) return;
		this.view.place = 'bench';
		this.#enter(id, isChosen);
		this.covers = true;
		if (this.step === null) await this.restart();
		else await this.#resume();
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
	/** The messages of the last lessons that could not be opened; null: there were none. */
	problem: string | null = $state.raw(null);
	/** Opens the lesson of a link: a shipped one by its id, a text, or a file of this site. */
	async openLink(fragment: string): Promise<void> {
		const isLast = this.view.startNavigation();
		await this.#restoring;
		const shipped = fragment.slice(fragment.indexOf('=') + 1);
		if (await this.texts.find(shipped)) return isLast() ? this.open(shipped, false) : undefined;
		await this.#attempt(async () => {
			const { file, text } = await readLessonLink(fragment, location.href);
			if (isLast()) await this.openText(file, text, false);
		});
	}
	take = (file: File): Promise<void> =>
		this.#attempt(async () => this.openText(file.name, await fileText(file, mostBytes)));
	/**
	 * Lessons among dropped files (here any Markdown): opens one, lists several. Gives back the
	 * others.
	 */
	async takeLessons(files: readonly File[]): Promise<readonly File[]> {
		const read = (file: File) => file.text().catch(() => '');
		const texts = files.map(async (file) =>
			this.#isText(file) ? this.view.place === 'lessons' || isLesson(await read(file)) : false,
		);
		const are = await Promise.all(texts);
		const lessons = files.filter((_, i) => are[i]);
		if (lessons.length === 1) await this.take(lessons[0]);
		else await this.#attempt(...lessons.map((lesson) => () => this.list(lesson)));
		return files.filter((_, i) => !are[i]);
	}
	#isText = ({ name }: File): boolean => /\.(?:md|markdown)$/i.test(name);
	remove(id: string): void {
		if (this.opened?.id === id) this.leave();
		this.#store({ ...this.#stored, own: this.#stored.own.filter((lesson) => lesson.id !== id) });
	}
	async #attempt(...tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
		this.problem = null;
		this.lab.notices.settle(lessonWords.cannotOpen);
		for (const task of tasks)
			try {
				await task();
			} catch (error) {
				// The place of the lessons shows it itself.
				if (this.view.place === 'lessons')
					this.problem = `${this.problem ?? ''} ${errorText(error)}`.trim();
				else this.lab.notices.fail(lessonWords.cannotOpen, error);
			}
	}
	/** Opens a lesson from a file or a link, from its beginning. Throws InputError. */
	async openText(file: string, text: string, isChosen = true): Promise<void> {
		this.#read(file, text);
		const id = ownId(text);
		this.#store(withOwn(this.#stored, { id, file, text }));
		await this.open(id, isChosen);
	}
	/** Adds a lesson to the list. False: it is there already. Throws InputError. */
	async list(file: File): Promise<boolean> {
		const text = await fileText(file, mostBytes);
		this.#read(file.name, text);
		const id = ownId(text);
		if (this.own.some((lesson) => lesson.id === id)) return false;
		this.#store(withOwn(this.#stored, { id, file: file.name, text }));
		return true;
	}
	leave(): void {
		this.view.guide = this.#entered = null;
		this.opened = null;
		this.#store({ ...this.#stored, open: null });
	}
	async restart(): Promise<void> {
		this.#advanceTo({ ...start, finished: this.progress.finished });
		this.view.place = 'bench';
		this.#putExperiment();
	}
	/** Moves to the next step when this one's condition holds. Called by an effect. */
	follow(): void {
		const { step, isDone } = this;
		if (!step || step.ask || step.until === null) return;
		this.#noteRun(step);
		if (!isDone) this.#waits = true;
		else if (this.#waits && !this.isBusy && this.#keepsKnown(step)) this.next();
		this.#freeze(step, this.progress.step);
	}
	/** The run on the workbench when the lesson opened: it makes room for the lesson's own. */
	#earlierRun: string | undefined;
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
		if (!opened || !step || !(isStuck || (this.isDone && this.#keepsKnown(step)))) return;
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
			curves: this.#curves(),
			finished: progress.finished || isEnd,
		});
	}
	back = (): void =>
		this.#advanceTo({ ...this.progress, step: Math.max(0, this.progress.step - 1) });
	choose = (choice: number): void =>
		this.#advanceTo({ ...this.progress, choice, before: this.#curves().length });
	get isTraining(): boolean {
		return this.lab.run?.status.kind === 'running';
	}
	/** The page does the step or trains what it began there: a second fork would start anew. */
	get isDoing(): boolean {
		return this.isBusy || (this.tried === this.progress.step && this.isTraining);
	}
	/** Does the action of the current step for the visitor. */
	async perform(): Promise<void> {
		const { step, opened } = this;
		if (!step?.action || this.isDoing) return;
		this.isBusy = true;
		this.#waits = true;
		try {
			await this.lab.attempt(lessonWords.cannotDo, () =>
				perform(step.action!, this.lab, this.view),
			);
		} finally {
			this.isBusy = false;
			if (this.opened === opened) this.tried = this.progress.step;
		}
	}

	/** A skill that is open gives way to the first one that the step speaks of. */
	showSkill(): void {
		const { step, opened, view } = this;
		const values = [
			...(step?.values ?? []),
			...(opened?.lesson.curve ? [opened.lesson.curve] : []),
		];
		const skills = values
			.flatMap((value) => value.skills)
			.flatMap((id) => (id === ownFile ? (this.#skill(id)?.id ?? []) : id));
		if (view.focus !== null && skills.length > 0 && !skills.includes(view.focus))
			[view.focus] = skills;
	}
	#skill = (wanted: string) =>
		this.lab.experiment?.skills.find(({ id }) =>
			wanted === ownFile ? id.startsWith('file:') : id === wanted,
		);
	/** A value in the text of a step that is reached; null: it is not known yet. */
	shown(step: number, expression: Expression): Value {
		const { progress } = this;
		const frozen = progress.values[step]?.[expression.source];
		return frozen ?? (step === progress.step ? this.#value(expression) : null);
	}
	/** From the question on; null: the lesson draws no curve, or nothing is measured yet. */
	readonly answerCurve: AnswerCurve | null = $derived.by(() => {
		const { opened, progress, lab } = this;
		const curve = opened?.lesson.curve;
		const asking = opened?.lesson.steps.findIndex(({ ask }) => ask) ?? -1;
		if (!opened || !curve || progress.step < asking) return null;
		void lab.run?.revision;
		const all = this.#curves();
		const isShare = curve.unit === 'share';
		const values = all.flatMap(({ points }) => points.map(([, value]) => value));
		if (values.length === 0) return null;
		const top = isShare ? 1 : 1.1 * highest([...values, 0.1]);
		const choice = progress.choice === null ? undefined : this.choices[progress.choice];
		const guess = choice ? choiceBands(curve, choice.holds, progress.kept, top) : [];
		const curves = all.map(({ points }) => points);
		const steps = highest([1, lab.experiment?.steps ?? 1, ...curves.flat().map(([step]) => step)]);
		const { before = curves.length } = progress;
		// A curve is one measure that can name a step.
		const { name } = curve.measure as {
			name: Parameters<typeof lessonWords.curve.title>[0]['what'];
		};
		const [id = ''] = curve.skills;
		const skill = skillName(this.#skill(id) ?? { id, name: id });
		const title = lessonWords.curve.title({ what: name, skill });
		const isAnswered = this.outcome !== undefined;
		return { title, curves, steps, top, isShare, guess, before, isAnswered };
	});
	/** The curves of the lesson's runs so far, with that of the run on the workbench. */
	#curves(): Progress['curves'] {
		const { opened, lab, progress } = this;
		const { run } = lab;
		const curve = opened?.lesson.curve;
		if (!curve || !run || run.id !== progress.run) return progress.curves;
		const steps = run.history.evaluations.map(({ step }) => step);
		const points = pointsAt(curve, steps, this.#measures);
		if (points.length === 0) return progress.curves;
		const others = progress.curves.filter(({ run: id }) => id !== run.id);
		return [...others, { run: run.id, points }];
	}
	/** Into the clipboard. False: the page says that it cannot, as in a page without https. */
	copy(text: () => string | Promise<string>): Promise<boolean> {
		return this.lab.attempt(lessonWords.cannotCopy, async () => {
			// Safari refuses a text that comes later than the click, but takes a promise of it.
			const written = Promise.resolve(text());
			const blob = written.then((content) => new Blob([content], { type: 'text/plain' }));
			const write = () => navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
			await Promise.all([written, write()]);
		});
	}
	/** A line for the class view: the guess, and the link of the run that answered it. */
	async resultLine(): Promise<string> {
		const { choice } = this.progress;
		// After the answer, a lesson can train a run without the skill of its question.
		const run = this.progress.curves.at(-1)?.run ?? this.progress.run;
		const { experiment, outcome, curves } = await readOutcome(this.lab, run ?? '');
		const guess = choice === null ? undefined : this.choices[choice];
		const link = this.lab.linkTo({ experiment, expected: outcome, curves });
		// The class view reads the guess up to the first bracket.
		return guess ? `[${guess.text.replaceAll('[', '(').replaceAll(']', ')')}] ${link}` : link;
	}
	/** The lesson for a reader who has not opened it: at its end, with what was seen. */
	get note(): string {
		if (!this.opened) return '';
		const { title, question, steps, seen } = this.opened.lesson;
		const isEnd = this.step === null;
		const result = isEnd ? readText(seen.blocks, (value) => this.shown(steps.length, value)) : '';
		return lessonWords.note({ title, question, seen: result }).trim();
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
		return this.choices.find((choice) => this.holds(choice));
	});
	get choices(): readonly Choice[] {
		return this.opened?.lesson.steps.find(({ ask }) => ask)?.ask?.choices ?? [];
	}
	holds = ({ holds }: Choice): boolean => this.#holds(holds);
	/** Kept, because later steps may train other runs. */
	#outcomeValue(): Progress['values'] {
		return this.outcome ? { outcome: { choice: this.choices.indexOf(this.outcome) } } : {};
	}

	/** Keeps the values of a step once the run rests, and the outcome with them. */
	#freeze(step: LessonStep, at: number): void {
		const { status } = this.lab.run ?? { status: { kind: 'paused' } };
		if (status.kind === 'running' || status.kind === 'preparing' || this.progress.step !== at)
			return;
		const measured = this.#measured(step, step.until !== null);
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
		const wanted = step.values.filter(({ type }) => !onlyNumbers || type !== 'text');
		return { ...this.#known(bySource(wanted)), ...before };
	}
	#known(named: readonly (readonly [name: string, Expression])[], keptValues = this.progress.kept) {
		const found = named.map(
			([name, expression]) => [name, expression.evaluate(this.#measures, keptValues)] as const,
		);
		return Object.fromEntries(found.flatMap(([name, is]) => (is === null ? [] : [[name, is]])));
	}
	#value = (expression: Expression): Value =>
		expression.evaluate(this.#measures, this.progress.kept);
	#holds = (condition: Expression): boolean => this.#value(condition) === true;
	#keepsKnown = ({ keep }: LessonStep): boolean =>
		keep.every(([, value]) => this.#value(value) !== null);

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
		return makeExperiment(changed?.action?.experiment ?? experiment, lab.info);
	}
	#isStored = (run: string) => this.lab.info?.runs.some(({ id }) => id === run) ?? false;

	/** The title of a lesson of the list; undefined: this version of the page cannot read it. */
	titleOf({ file, text }: LessonFile): string | undefined {
		try {
			return this.#parse(file, text).title;
		} catch {
			return undefined;
		}
	}
	#parse(file: string, text: string): Lesson {
		const { language, places } = this.texts;
		return parseLesson({ file, text, language: language(), places });
	}
	#read(file: string, text: string): Lesson {
		const lesson = this.#parse(file, text);
		if (this.lab.info) checkLesson(lesson, file, this.lab.info);
		return lesson;
	}
	async #load(id: string, isWanted: () => boolean): Promise<boolean> {
		const ownLesson = this.#stored.own.find((lesson) => lesson.id === id);
		const found = ownLesson ?? (await this.texts.find(id));
		if (!found || !isWanted()) return false;
		const { file, text } = found;
		return this.lab.attempt(lessonWords.cannotOpen, async () => {
			const lesson = this.#read(file, text);
			if (this.opened?.id !== id) this.#earlierRun = this.lab.run?.id;
			this.opened = { id, lesson };
			[this.#waits, this.tried] = [false, null];
			this.#store({ ...this.#stored, open: id });
		});
	}
	#advanceTo(progress: Progress): void {
		if (!this.opened) return;
		if (progress.step !== this.progress.step) [this.#waits, this.tried] = [false, null];
		const lessons = { ...this.#stored.lessons, [this.opened.id]: progress };
		this.#store({ ...this.#stored, lessons });
	}
	#store(stored: StoredLessons): void {
		this.#stored = stored;
		writeStored(this.storage, stored);
	}
}

const bySource = (values: readonly Expression[]) =>
	values.map((value) => [value.source, value] as const);

const ownId = (text: string): string => `own:${sha256Hex(text).slice(0, 12)}`;
