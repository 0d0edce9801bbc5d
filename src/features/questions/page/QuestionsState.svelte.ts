/** The question sets, the chosen one, the answers to it and the report, as the page holds them. */
import { isAbort, messageOf } from '#core/errors.ts';
import type { Lab, NamedFile } from '#lab/worker/protocol.ts';
import { questionWords } from '../words.en.ts';
import type {
	AnswerSet,
	AnswerSetInfo,
	EvaluationReport,
	QuestionSet,
	QuestionSetInfo,
	Score,
} from '../model/types.ts';

export type QuestionsLab = Pick<
	Lab,
	| 'question.list'
	| 'question.open'
	| 'question.import'
	| 'question.save'
	| 'question.export'
	| 'question.delete'
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
export interface AnswersWithScores {
	readonly set: AnswerSet;
	readonly scores: readonly Score[];
}
/** A notice on the page: a problem, or the notes of an import. */
export type Notice =
	| { readonly kind: 'problem'; readonly what: string; readonly message: string }
	| { readonly kind: 'notes'; readonly what: string; readonly notes: readonly string[] };

export interface QuestionsSurroundings {
	readonly save: (file: NamedFile) => void;
	/** Remembers the chosen set. */
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	/** The first view. null: the report if there are answers, else the questions. */
	readonly view: QuestionsView | null;
}
const chosenKey = 'skillet.questionSet';

/** Zero-shot answers come first, then the answers in the order they were made. */
const inRowOrder = (answers: readonly AnswerSetInfo[]): readonly AnswerSetInfo[] =>
	[...answers].sort(
		(a, b) => Number(b.by.kind === 'base') - Number(a.by.kind === 'base') || a.madeAt - b.madeAt,
	);

export class QuestionsState {
	readonly #lab: QuestionsLab;
	readonly #around: QuestionsSurroundings;
	sets: readonly QuestionSetInfo[] = $state.raw([]);
	chosen: QuestionSetInfo | null = $state.raw(null);
	set: QuestionSet | null = $state.raw(null);
	/** The answers to the chosen set, in the order of the rows. */
	answers: readonly AnswerSetInfo[] = $state.raw([]);
	#excluded: ReadonlySet<string> = $state.raw(new Set());
	/** The answers in the report. */
	readonly included = $derived.by(() => this.answers.filter(({ id }) => !this.#excluded.has(id)));
	/** Texts and scores of the answers in the report, by answer set. */
	opened: ReadonlyMap<string, AnswersWithScores> = $state.raw(new Map());
	report: EvaluationReport | null = $state.raw(null);
	/** Id of the question on the page. null: none. */
	question: string | null = $state(null);
	notice: Notice | null = $state.raw(null);
	view: QuestionsView = $state('questions');
	/** Counts the requests: an older reply is stale. */
	#turn = 0;
	#first: QuestionsView | null;

	constructor(lab: QuestionsLab, around: QuestionsSurroundings) {
		this.#lab = lab;
		this.#around = around;
		this.#first = around.view;
	}

	async load(): Promise<void> {
		await this.attempt(questionWords.cannot.load, async () => {
			this.sets = await this.#lab['question.list']();
			const wanted = this.chosen?.sha256 ?? this.#around.storage.getItem(chosenKey);
			const next = this.sets.find(({ sha256 }) => sha256 === wanted) ?? this.sets[0];
			if (next && next.sha256 !== this.chosen?.sha256) await this.choose(next.sha256);
			else await this.refresh();
		});
	}
	async choose(sha256: string): Promise<void> {
		await this.attempt(questionWords.cannot.open, async () => {
			const turn = ++this.#turn;
			const set = await this.#lab['question.open']({ sha256 });
			if (turn !== this.#turn) return;
			this.chosen = this.sets.find((info) => info.sha256 === sha256) ?? null;
			this.set = set;
			this.#around.storage.setItem(chosenKey, sha256);
			this.question = null;
			this.#excluded = new Set();
			this.answers = [];
			this.report = null;
			await this.refresh();
			this.view = this.#first ?? (this.answers.length > 0 ? 'report' : 'questions');
			this.#first = null;
		});
	}
	/** Reads the answers and the report again. */
	async refresh(): Promise<void> {
		const turn = ++this.#turn;
		const questions = this.chosen?.sha256;
		if (questions === undefined) return;
		const answers = await this.#lab['answer.list']({ questions });
		if (turn !== this.#turn) return;
		this.answers = inRowOrder(answers);
		const answerSets = this.included.map(({ id }) => id);
		if (answerSets.length === 0) {
			this.report = null;
			this.opened = new Map();
			return;
		}
		const [report, opened] = await Promise.all([
			this.#lab['evaluation.report']({ questions, answerSets }),
			Promise.all(answerSets.map((id) => this.#lab['answer.open']({ id }))),
		]);
		if (turn !== this.#turn) return;
		this.opened = new Map(opened.map((one) => [one.set.id, one]));
		this.report = report;
	}
	async include(id: string, wanted: boolean): Promise<void> {
		const excluded = new Set(this.#excluded);
		if (wanted) excluded.delete(id);
		else excluded.add(id);
		this.#excluded = excluded;
		await this.attempt(questionWords.cannot.report, () => this.refresh());
	}
	/** Opens the question `by` positions further in the set. */
	move(by: number): void {
		const all = this.set?.questions ?? [];
		const index = all.findIndex(({ id }) => id === this.question);
		this.question = all[index + by]?.id ?? this.question;
	}

	async importSet(file: File): Promise<void> {
		await this.attempt(questionWords.cannot.import(file.name), async () => {
			const { info, notes } = await this.#lab['question.import']({ file });
			await this.#showSet(info, notes, file.name);
		});
	}
	/**
	 * Stores an edited set as a set of its own. replaces: the chosen set goes, if it is the
	 * visitor's own and has no answers.
	 */
	async saveSet(set: QuestionSet, replaces: boolean): Promise<void> {
		const { info, notes } = await this.#lab['question.save']({ set });
		const before = this.chosen;
		const isOwn = before !== null && !before.shipped && !before.earlier;
		if (replaces && isOwn && this.answers.length === 0 && before.sha256 !== info.sha256)
			await this.#lab['question.delete']({ sha256: before.sha256 });
		await this.#showSet(info, notes, info.name);
		this.view = 'questions';
	}
	async deleteSet(): Promise<void> {
		const sha256 = this.chosen?.sha256;
		if (sha256 === undefined) return;
		await this.attempt(questionWords.cannot.delete, async () => {
			await this.#lab['question.delete']({ sha256 });
			this.chosen = null;
			await this.load();
		});
	}
	async exportSet(): Promise<void> {
		const sha256 = this.chosen?.sha256;
		if (sha256 === undefined) return;
		await this.attempt(questionWords.cannot.export, async () =>
			this.#around.save(await this.#lab['question.export']({ sha256 })),
		);
	}
	async #showSet(info: QuestionSetInfo, notes: readonly string[], from: string): Promise<void> {
		this.sets = await this.#lab['question.list']();
		await this.choose(info.sha256);
		if (notes.length > 0) this.notice = { kind: 'notes', what: from, notes };
	}

	async importAnswers(file: File): Promise<void> {
		const questions = this.chosen?.sha256;
		if (questions === undefined) return;
		await this.attempt(questionWords.cannot.import(file.name), async () => {
			const { notes } = await this.#lab['answer.import']({ questions, file });
			await this.#showAnswers(notes, file.name);
		});
	}
	async importScores(file: File): Promise<void> {
		await this.attempt(questionWords.cannot.import(file.name), async () => {
			const { info, notes } = await this.#lab['answer.importScores']({ file });
			await this.#showAnswers([questionWords.answers.scoresCame(info), ...notes], file.name);
		});
	}
	async #showAnswers(notes: readonly string[], from: string): Promise<void> {
		await this.refresh();
		this.view = 'report';
		if (notes.length > 0) this.notice = { kind: 'notes', what: from, notes };
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
		const questions = this.chosen?.sha256;
		if (questions === undefined) return;
		const answerSets = this.included.map(({ id }) => id);
		await this.attempt(questionWords.cannot.export, async () =>
			this.#around.save(await this.#lab['evaluation.export']({ questions, answerSets, format })),
		);
	}

	/** Does the work and shows its failure as a notice. An earlier notice goes. */
	async attempt(what: string, work: () => Promise<unknown>): Promise<boolean> {
		this.notice = null;
		try {
			await work();
			return true;
		} catch (error) {
			if (!isAbort(error)) this.notice = { kind: 'problem', what, message: messageOf(error) };
			return false;
		}
	}
}
