/** The question sets, the chosen one, the answers to it and the report, as the page holds them. */
import { isAbort, messageOf } from '#core/errors.ts';
import type { HandlersOf, NamedFile } from '#lab/worker/protocol.ts';
import { questionWords } from '../words.en.ts';
import type { ReportRequest } from '../calls/evaluationCalls.ts';
import type {
	AnswerSetInfo,
	AnswerSetRecord,
	EvaluationReport,
	QuestionSet,
	QuestionSetInfo,
} from '../model/types.ts';

export type QuestionsLab = HandlersOf<'question' | 'answer' | 'evaluation'>;
type QuestionsView = 'report' | 'questions' | 'judge';
/** A notice on the page: a problem, or the notes of an import. */
type Notice =
	| { readonly kind: 'problem'; readonly what: string; readonly message: string }
	| { readonly kind: 'notes'; readonly what: string; readonly notes: readonly string[] };

interface QuestionsSurroundings {
	readonly save: (file: NamedFile) => void;
	/** Remembers the chosen set. */
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	/** The first view. null: the report if there are answers, else the questions. */
	readonly view: QuestionsView | null;
}
const chosenKey = 'skillet.questionSet';
const { cannot } = questionWords;

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
	/** The request for the report, for marks and for exports. null: no set is chosen. */
	readonly request = $derived.by(
		(): ReportRequest | null =>
			this.chosen && {
				questions: this.chosen.sha256,
				answerSets: this.included.map(({ id }) => id),
			},
	);
	/** Texts and scores of the answers in the report, by answer set. */
	opened: ReadonlyMap<string, AnswerSetRecord> = $state.raw(new Map());
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
		await this.attempt(cannot.load, async () => {
			this.sets = await this.#lab['question.list']();
			const wanted = this.chosen?.sha256 ?? this.#around.storage.getItem(chosenKey);
			const next = this.sets.find(({ sha256 }) => sha256 === wanted) ?? this.sets[0];
			if (next && next.sha256 !== this.chosen?.sha256) await this.choose(next.sha256);
			else await this.refresh();
		});
	}
	async choose(sha256: string): Promise<void> {
		await this.attempt(cannot.open, async () => {
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
		if (!this.chosen) return;
		const answers = await this.#lab['answer.list']({ questions: this.chosen.sha256 });
		if (turn !== this.#turn) return;
		this.answers = inRowOrder(answers);
		const { request } = this;
		if (!request || request.answerSets.length === 0) {
			this.report = null;
			this.opened = new Map();
			return;
		}
		const [report, opened] = await Promise.all([
			this.#lab['evaluation.report'](request),
			Promise.all(request.answerSets.map((id) => this.#lab['answer.open']({ id }))),
		]);
		if (turn !== this.#turn) return;
		this.opened = new Map(opened.map((one) => [one.id, one]));
		this.report = report;
	}
	async include(id: string, wanted: boolean): Promise<void> {
		const excluded = new Set(this.#excluded);
		if (wanted) excluded.delete(id);
		else excluded.add(id);
		this.#excluded = excluded;
		await this.attempt(cannot.report, () => this.refresh());
	}
	/** Opens the question `by` positions further in the set. */
	move(by: number): void {
		const all = this.set?.questions ?? [];
		const index = all.findIndex(({ id }) => id === this.question);
		this.question = all[index + by]?.id ?? this.question;
	}

	async importSet(file: File): Promise<void> {
		await this.attempt(cannot.import(file.name), async () => {
			const { info, notes } = await this.#lab['question.import']({ file });
			await this.#showSet(info, notes, file.name);
		});
	}
	/**
	 * Stores an edited set as a set of its own. replaces: the chosen set is deleted, if it is the
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
	async deleteSet(sha256: string): Promise<void> {
		await this.attempt(cannot.delete, async () => {
			await this.#lab['question.delete']({ sha256 });
			this.chosen = null;
			await this.load();
		});
	}
	async #showSet(info: QuestionSetInfo, notes: readonly string[], from: string): Promise<void> {
		this.sets = await this.#lab['question.list']();
		await this.choose(info.sha256);
		if (notes.length > 0) this.notice = { kind: 'notes', what: from, notes };
	}

	/** `read` imports the file's answers or marks. It returns notes in sentences. */
	async importMore(
		file: File,
		read: (lab: QuestionsLab) => Promise<readonly string[]>,
	): Promise<void> {
		await this.attempt(cannot.import(file.name), async () => {
			const notes = await read(this.#lab);
			await this.refresh();
			this.view = 'report';
			if (notes.length > 0) this.notice = { kind: 'notes', what: file.name, notes };
		});
	}
	/** Changes stored answers and shows them again. */
	async change(what: string, work: (lab: QuestionsLab) => Promise<unknown>): Promise<void> {
		await this.attempt(what, async () => {
			await work(this.#lab);
			await this.refresh();
		});
	}
	/** Saves a file that the worker makes. */
	async download(make: (lab: QuestionsLab) => Promise<NamedFile>): Promise<void> {
		await this.attempt(cannot.export, async () => this.#around.save(await make(this.#lab)));
	}

	/** Does the work and shows its failure as a notice. An earlier notice disappears. */
	async attempt(what: string, work: () => Promise<unknown>): Promise<void> {
		this.notice = null;
		try {
			await work();
		} catch (error) {
			if (!isAbort(error)) this.notice = { kind: 'problem', what, message: messageOf(error) };
		}
	}
}
