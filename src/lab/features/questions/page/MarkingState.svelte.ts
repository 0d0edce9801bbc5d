/** Blind marking on the page: the cursor, the grades, and how to resume after a reload. */
import * as v from 'valibot';
import type { Lab } from '#lab/worker/lab.ts';
import * as blind from '../model/blind.ts';
import {
	countGraded,
	isDone,
	openMarking,
	pointAt,
	press,
	type Marking,
} from '../model/marking.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';
import { errorText } from '#lab/page/words/words.ts';

/** Enough to resume: the marks themselves are stored with the answers. */
const unfinished = v.object({
	questions: v.string(),
	answerSets: v.pipe(v.array(v.string()), v.readonly()),
	scorer: v.string(),
	seed: v.number(),
});
type Unfinished = v.InferOutput<typeof unfinished>;
const stored = v.fallback(v.nullable(v.pipe(v.string(), v.parseJson(), unfinished)), null);

const unfinishedKey = 'skillet.marking';
const raterKey = 'skillet.scorer';

export class MarkingState {
	/** Contains the names of the answers, which the page hides until the end. */
	#session: blind.BlindSession | null = null;
	marking: Marking | null = $state.raw(null);
	/** The result with names, after the end; null before it. */
	result: ReturnType<typeof blind.blindResult> | null = $state.raw(null);
	problem: string | null = $state.raw(null);
	#unfinished: Unfinished | null = $state.raw(null);
	/** Keys come faster than the disk: each waits for the one before. */
	#last: Promise<void> = Promise.resolve();
	rater = $state('');
	/** Draws the sides and the order. */
	seed = $state(1);

	constructor(
		private readonly lab: Pick<Lab, 'question.open' | 'answer.open' | 'answer.score'>,
		private readonly questions: Pick<QuestionsState, 'answers' | 'request' | 'refresh'>,
		private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
	) {
		this.rater = storage.getItem(raterKey) ?? '';
		this.#unfinished = v.parse(stored, storage.getItem(unfinishedKey));
	}

	readonly done = $derived.by(() => (this.marking ? countGraded(this.marking) : 0));
	readonly unfinished = $derived.by(() => {
		const begun = this.#unfinished;
		const present = this.questions.answers.map(({ id }) => id);
		return begun?.questions === this.questions.request?.questions &&
			begun?.answerSets.every((id) => present.includes(id))
			? begun
			: null;
	});

	async begin(): Promise<void> {
		const { request } = this.questions;
		if (request) await this.#open({ ...request, scorer: this.rater.trim(), seed: this.seed });
	}
	async resume(): Promise<void> {
		if (this.unfinished) await this.#open(this.unfinished);
	}
	#open(request: Unfinished): Promise<void> {
		return this.#next(async () => {
			const { questions: sha256, answerSets, scorer, seed } = request;
			const records = await Promise.all(answerSets.map((id) => this.lab['answer.open']({ id })));
			const questions = await this.lab['question.open']({ sha256 });
			const sets = records.map(({ set }) => set);
			this.#session = blind.openSession(questions, sets, scorer, seed);
			this.storage.setItem(raterKey, scorer);
			this.#keep(request);
			this.result = null;
			const scores = records.flatMap((record) => record.scores);
			this.#show(openMarking(blind.blindPairs(this.#session, scores)));
		});
	}
	/** Handles a key, as KeyboardEvent.key. A grade is stored before the page shows it. */
	press(key: string): Promise<void> {
		return this.#next(async () => {
			const { marking } = this;
			if (!marking || !this.#session || this.result) return;
			const { marking: next, change } = press(marking, key);
			if (change)
				await this.lab['answer.score']({ scores: [blind.gradedScore(this.#session, change)] });
			this.#show(next);
		});
	}
	point(side: number, category: number): Promise<void> {
		return this.#next(() => {
			if (this.marking) this.marking = pointAt(this.marking, side, category);
		});
	}
	/** Shows the names, also before all pairs are marked. */
	end(): Promise<void> {
		return this.#next(() => this.#finish());
	}
	/** In turn: a marking that is still opened, or a mark that is still stored, comes first. */
	async close(): Promise<void> {
		await this.#next(() => {
			this.marking = null;
			this.result = null;
		});
		await this.questions.refresh();
	}

	#show(open: Marking): void {
		this.marking = open;
		if (isDone(open)) this.#finish();
	}
	#finish(): void {
		if (!this.#session || !this.marking) return;
		this.result = blind.blindResult(this.#session, this.marking.pairs);
		this.#keep(null);
	}
	#next(work: () => Promise<void> | void): Promise<void> {
		this.#last = this.#last.then(work).then(
			() => void (this.problem = null),
			(error: unknown) => void (this.problem = errorText(error)),
		);
		return this.#last;
	}
	#keep(begun: Unfinished | null): void {
		this.#unfinished = begun;
		if (begun) this.storage.setItem(unfinishedKey, JSON.stringify(begun));
		else this.storage.removeItem(unfinishedKey);
	}
}
