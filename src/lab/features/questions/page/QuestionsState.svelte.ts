/** The question sets, the chosen one, the answers to it and the report, as the page holds them. */
import { SvelteSet } from 'svelte/reactivity';
import { isAbort } from '#engine/core/errors.ts';
import type { Statement } from '#engine/core/message.ts';
import type { CallsOf } from '#lab/worker/lab.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { TextStorage } from '#lab/page/state/browserStorage.ts';
import { errorText } from '#lab/page/words/words.ts';
import { questionWords } from '../words.ts';
import { keptAnswersText } from '../model/keptAnswers.ts';
import type { questions, ReportRequest } from '../feature.ts';
import type { EvaluationReport } from '../model/report.ts';
import type {
	AnswerSetInfo,
	AnswerSetRecord,
	QuestionSet,
	QuestionSetInfo,
} from '../model/types.ts';

export type QuestionsLab = CallsOf<typeof questions>;
const chosenKey = 'skillet.questionSet';
const { cannot } = questionWords;

export class QuestionsState {
	sets: readonly QuestionSetInfo[] = $state.raw([]);
	chosen: QuestionSetInfo | null = $state.raw(null);
	set: QuestionSet | null = $state.raw(null);
	/** The answers to the chosen set: zero-shot first, then in the order they were made. */
	answers: readonly AnswerSetInfo[] = $state.raw([]);
	readonly #excluded = new SvelteSet<string>();
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
	/** A problem, or the notes of an import. */
	notice: { what: string; problem?: string; notes?: readonly Statement[] } | null =
		$state.raw(null);
	/** Counts the requests: an older reply is stale. */
	#turn = 0;

	/** `storage` remembers the chosen set. */
	constructor(
		private readonly lab: QuestionsLab,
		private readonly storage: TextStorage,
		private readonly save: (file: NamedFile) => void,
	) {}

	async load(): Promise<void> {
		await this.attempt(cannot.load, async () => {
			this.sets = await this.lab['question.list']();
			const wanted = this.chosen?.sha256 ?? this.storage.getItem(chosenKey);
			const next = this.sets.find(({ sha256 }) => sha256 === wanted) ?? this.sets[0];
			if (next && next.sha256 !== this.chosen?.sha256) await this.choose(next.sha256);
			else await this.refresh();
		});
	}
	async choose(sha256: string): Promise<void> {
		await this.attempt(cannot.open, async () => {
			const turn = ++this.#turn;
			const set = await this.lab['question.open']({ sha256 });
			if (turn !== this.#turn) return;
			this.chosen = this.sets.find((info) => info.sha256 === sha256) ?? null;
			this.set = set;
			this.storage.setItem(chosenKey, sha256);
			this.question = null;
			this.#excluded.clear();
			this.answers = [];
			this.report = null;
			await this.refresh();
		});
	}
	async refresh(): Promise<void> {
		const turn = ++this.#turn;
		if (!this.chosen) return;
		const answers = await this.lab['answer.list']({ questions: this.chosen.sha256 });
		if (turn !== this.#turn) return;
		const isBase = ({ by }: AnswerSetInfo) => Number(by.kind === 'base');
		this.answers = answers.toSorted((a, b) => isBase(b) - isBase(a) || a.madeAt - b.madeAt);
		const { request, included } = this;
		const report =
			request && included.length > 0 ? await this.lab['evaluation.report'](request) : null;
		const opened = await Promise.all(included.map(({ id }) => this.lab['answer.open']({ id })));
		if (turn !== this.#turn) return;
		this.opened = new Map(opened.map((answers) => [answers.id, answers]));
		this.report = report;
	}
	async include(id: string, wanted: boolean): Promise<void> {
		if (wanted) this.#excluded.delete(id);
		else this.#excluded.add(id);
		await this.attempt(cannot.report, () => this.refresh());
	}

	async importSet(file: File): Promise<void> {
		await this.attempt(cannot.import({ file: file.name }), async () => {
			const { sha256 } = await this.lab['question.import']({ file });
			this.sets = await this.lab['question.list']();
			await this.choose(sha256);
		});
	}
	async deleteSet(sha256: string): Promise<void> {
		await this.attempt(cannot.delete, async () => {
			await this.lab['question.delete']({ sha256 });
			if (this.chosen?.sha256 === sha256) this.chosen = null;
			await this.load();
		});
	}

	/** `read` imports the file's answers or marks. It returns notes in sentences. */
	async importMore(file: File, read: (lab: QuestionsLab) => Promise<readonly Statement[]>) {
		await this.attempt(cannot.import({ file: file.name }), async () => {
			const notes = await read(this.lab);
			await this.refresh();
			if (notes.length > 0) this.notice = { what: file.name, notes };
		});
	}
	async change(what: string, work: (lab: QuestionsLab) => Promise<unknown>): Promise<void> {
		await this.attempt(what, async () => {
			await work(this.lab);
			await this.refresh();
		});
	}
	/** Deletes the answers and their marks. Returns what brings them back; null: it failed. */
	async deleteAnswers(id: string): Promise<(() => Promise<void>) | null> {
		const contents: string[] = [];
		await this.attempt(cannot.delete, async () => {
			const content = keptAnswersText(await this.lab['answer.open']({ id }));
			await this.lab['answer.delete']({ id });
			contents.push(content);
			await this.refresh();
		});
		if (contents.length === 0) return null;
		const file = new File(contents, 'answers.json');
		return () => this.change(cannot.restore, (lab) => lab['answer.restore']({ file }));
	}
	async download(make: (lab: QuestionsLab) => Promise<NamedFile>): Promise<void> {
		await this.attempt(cannot.export, async () => this.save(await make(this.lab)));
	}

	/** Does the work and shows its failure as a notice. An earlier notice disappears. */
	async attempt(what: string, work: () => Promise<unknown>): Promise<void> {
		this.notice = null;
		try {
			await work();
		} catch (error) {
			if (!isAbort(error)) this.notice = { what, problem: errorText(error) };
		}
	}
}
