/** What the page knows of the evaluation: question sets, the one that is chosen, answers to it, and the report on those. */
import { isAbort, messageOf } from '#core/errors.ts';
import type {
	AnswerSet,
	AnswerSetInfo,
	CategoryInfo,
	EvaluationReport,
	QuestionSet,
	QuestionSetInfo,
	RuleInfo,
	Score,
} from '../model/questions.ts';
import type { Lab, NamedFile } from '#lab/worker/protocol.ts';
import { questionWords } from '../words.en.ts';
import { inRowOrder } from './rows.ts';

export type QuestionsLab = Pick<
	Lab,
	| 'question.list'
	| 'question.open'
	| 'question.import'
	| 'question.save'
	| 'question.export'
	| 'question.delete'
	| 'question.kit'
	| 'answer.list'
	| 'answer.open'
	| 'answer.import'
	| 'answer.export'
	| 'answer.rename'
	| 'answer.delete'
	| 'answer.exportScores'
	| 'answer.importScores'
	| 'evaluation.report'
	| 'evaluation.export'
>;
export type QuestionsView = 'report' | 'questions' | 'judge';
export interface OpenAnswers {
	readonly set: AnswerSet;
	readonly scores: readonly Score[];
}
interface Kit {
	readonly categories: readonly CategoryInfo[];
	readonly rules: readonly RuleInfo[];
}
/** Said in its place: what did not work, or what a file left out. */
export type Said =
	| { readonly kind: 'problem'; readonly what: string; readonly message: string }
	| { readonly kind: 'notes'; readonly what: string; readonly notes: readonly string[] };

export interface QuestionsSurroundings {
	readonly save: (file: NamedFile) => void;
	/** Remembers which set was looked at. */
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	/** What is shown at first; null: the report where there are answers, else the questions. */
	readonly view: QuestionsView | null;
}
const chosenKey = 'skillet.questionSet';

export class QuestionsState {
	readonly #lab: QuestionsLab;
	readonly #around: QuestionsSurroundings;
	#sets: readonly QuestionSetInfo[] = $state.raw([]);
	#kit: Kit | null = $state.raw(null);
	#chosen: QuestionSetInfo | null = $state.raw(null);
	#set: QuestionSet | null = $state.raw(null);
	#answers: readonly AnswerSetInfo[] = $state.raw([]);
	#left: ReadonlySet<string> = $state.raw(new Set());
	#report: EvaluationReport | null = $state.raw(null);
	#question: string | null = $state.raw(null);
	#opened: ReadonlyMap<string, OpenAnswers> = $state.raw(new Map());
	#said: Said | null = $state.raw(null);
	view: QuestionsView = $state('questions');
	/** Counts what was asked for: a reply to something older is out of date. */
	#turn = 0;
	#first: QuestionsView | null;

	constructor(lab: QuestionsLab, around: QuestionsSurroundings) {
		this.#lab = lab;
		this.#around = around;
		this.#first = around.view;
	}

	get sets() {
		return this.#sets;
	}
	/** Null until it is loaded. */
	get kit() {
		return this.#kit;
	}
	get chosen() {
		return this.#chosen;
	}
	get set() {
		return this.#set;
	}
	/** To the chosen set: zero-shot ones first, then in the order they were made. */
	get answers() {
		return this.#answers;
	}
	/** Those in the report. */
	readonly included = $derived.by(() => this.#answers.filter(({ id }) => !this.#left.has(id)));
	get report() {
		return this.#report;
	}
	/** Id of the question that is looked at; null: none. */
	get question() {
		return this.#question;
	}
	/** Texts and scores by answer set, of those in the report. */
	get opened() {
		return this.#opened;
	}
	get said() {
		return this.#said;
	}
	/** Of a category, as the kit names it. */
	title(category: string): string {
		return this.#kit?.categories.find(({ id }) => id === category)?.title ?? category;
	}

	async load(): Promise<void> {
		await this.attempt(questionWords.cannot.load, async () => {
			this.#kit ??= await this.#lab['question.kit']();
			this.#sets = await this.#lab['question.list']();
			const wanted = this.#chosen?.sha256 ?? this.#around.storage.getItem(chosenKey);
			const next = this.#sets.find(({ sha256 }) => sha256 === wanted) ?? this.#sets[0];
			if (next && next.sha256 !== this.#chosen?.sha256) await this.choose(next.sha256);
			else await this.refresh();
		});
	}
	async choose(sha256: string): Promise<void> {
		await this.attempt(questionWords.cannot.open, async () => {
			const turn = ++this.#turn;
			const set = await this.#lab['question.open']({ sha256 });
			if (turn !== this.#turn) return;
			this.#chosen = this.#sets.find((info) => info.sha256 === sha256) ?? null;
			this.#set = set;
			this.#around.storage.setItem(chosenKey, sha256);
			this.#question = null;
			this.#left = new Set();
			this.#answers = [];
			this.#report = null;
			await this.refresh();
			this.view = this.#first ?? (this.#answers.length > 0 ? 'report' : 'questions');
			this.#first = null;
		});
	}
	/** After answers or scores came or went. */
	async refresh(): Promise<void> {
		const turn = ++this.#turn;
		const questions = this.#chosen?.sha256;
		if (questions === undefined) return;
		const answers = await this.#lab['answer.list']({ questions });
		if (turn !== this.#turn) return;
		this.#answers = inRowOrder(answers);
		const answerSets = this.included.map(({ id }) => id);
		if (answerSets.length === 0) {
			this.#report = null;
			this.#opened = new Map();
			return;
		}
		const [report, opened] = await Promise.all([
			this.#lab['evaluation.report']({ questions, answerSets }),
			Promise.all(answerSets.map((id) => this.#lab['answer.open']({ id }))),
		]);
		if (turn !== this.#turn) return;
		this.#opened = new Map(opened.map((one) => [one.set.id, one]));
		this.#report = report;
	}
	async include(id: string, wanted: boolean): Promise<void> {
		const left = new Set(this.#left);
		if (wanted) left.delete(id);
		else left.add(id);
		this.#left = left;
		await this.attempt(questionWords.cannot.report, () => this.refresh());
	}
	look(question: string | null): void {
		this.#question = question;
	}
	/** The question `by` places further in the set. */
	lookOn(by: number): void {
		const all = this.#set?.questions ?? [];
		const here = all.findIndex(({ id }) => id === this.#question);
		const next = all[here + by];
		if (here >= 0 && next) this.#question = next.id;
	}

	async importSet(file: File): Promise<void> {
		await this.attempt(questionWords.cannot.import(file.name), async () => {
			const { info, notes } = await this.#lab['question.import']({ file });
			await this.#taken(info, notes, file.name);
		});
	}
	/**
	 * Stores an edited set as a set of its own. replaces: the chosen set goes, if it is the
	 * visitor's own and has no answers.
	 */
	async saveSet(set: QuestionSet, replaces: boolean): Promise<void> {
		const { info, notes } = await this.#lab['question.save']({ set });
		const before = this.#chosen;
		const isOwn = before !== null && !before.shipped && !before.earlier;
		if (replaces && isOwn && this.#answers.length === 0 && before.sha256 !== info.sha256)
			await this.#lab['question.delete']({ sha256: before.sha256 });
		await this.#taken(info, notes, info.name);
		this.view = 'questions';
	}
	async deleteSet(): Promise<void> {
		const sha256 = this.#chosen?.sha256;
		if (sha256 === undefined) return;
		await this.attempt(questionWords.cannot.delete, async () => {
			await this.#lab['question.delete']({ sha256 });
			this.#chosen = null;
			await this.load();
		});
	}
	async exportSet(): Promise<void> {
		const sha256 = this.#chosen?.sha256;
		if (sha256 === undefined) return;
		await this.attempt(questionWords.cannot.export, async () =>
			this.#around.save(await this.#lab['question.export']({ sha256 })),
		);
	}
	async #taken(info: QuestionSetInfo, notes: readonly string[], from: string): Promise<void> {
		this.#sets = await this.#lab['question.list']();
		await this.choose(info.sha256);
		if (notes.length > 0) this.#said = { kind: 'notes', what: from, notes };
	}

	async importAnswers(file: File): Promise<void> {
		const questions = this.#chosen?.sha256;
		if (questions === undefined) return;
		await this.attempt(questionWords.cannot.import(file.name), async () => {
			const { notes } = await this.#lab['answer.import']({ questions, file });
			await this.#came(notes, file.name);
		});
	}
	async importScores(file: File): Promise<void> {
		await this.attempt(questionWords.cannot.import(file.name), async () => {
			const { info, notes } = await this.#lab['answer.importScores']({ file });
			await this.#came([questionWords.answers.scoresCame(info), ...notes], file.name);
		});
	}
	async #came(notes: readonly string[], from: string): Promise<void> {
		await this.refresh();
		this.view = 'report';
		if (notes.length > 0) this.#said = { kind: 'notes', what: from, notes };
	}
	async rename(id: string, name: string): Promise<void> {
		await this.attempt(questionWords.cannot.rename, async () => {
			await this.#lab['answer.rename']({ id, name });
			await this.refresh();
		});
	}
	async deleteAnswers(id: string): Promise<void> {
		await this.attempt(questionWords.cannot.delete, async () => {
			await this.#lab['answer.delete']({ id });
			await this.refresh();
		});
	}
	async exportAnswers(id: string): Promise<void> {
		await this.attempt(questionWords.cannot.export, async () =>
			this.#around.save(await this.#lab['answer.export']({ id })),
		);
	}
	async exportScores(): Promise<void> {
		await this.attempt(questionWords.cannot.export, async () =>
			this.#around.save(
				await this.#lab['answer.exportScores']({ ids: this.included.map(({ id }) => id) }),
			),
		);
	}
	async exportReport(format: 'json' | 'csv' | 'markdown'): Promise<void> {
		const questions = this.#chosen?.sha256;
		if (questions === undefined) return;
		const answerSets = this.included.map(({ id }) => id);
		await this.attempt(questionWords.cannot.export, async () =>
			this.#around.save(await this.#lab['evaluation.export']({ questions, answerSets, format })),
		);
	}

	/** What goes wrong is said on the page, and what was said before is over. */
	async attempt(what: string, work: () => Promise<unknown>): Promise<boolean> {
		this.#said = null;
		try {
			await work();
			return true;
		} catch (error) {
			if (!isAbort(error)) this.#said = { kind: 'problem', what, message: messageOf(error) };
			return false;
		}
	}
	hush(): void {
		this.#said = null;
	}
}
