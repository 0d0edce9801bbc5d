/** Blind marking on the page: the cursor, the grades, and how to resume after a reload. */
import * as v from 'valibot';
import type { Lab } from '#lab/worker/protocol.ts';
import { messageOf } from '#core/errors.ts';
import {
	completed,
	isDone,
	openMarking,
	pointAt,
	press,
	type Marking,
} from '../model/blind/marking.ts';
import {
	blindPairs,
	blindResult,
	gradedScore,
	openSession,
	type BlindResult,
	type BlindSession,
} from '../model/blind/session.ts';
import type { AnswerSetRecord } from '../model/types.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

/** Enough to resume: the marks themselves are stored with the answers. */
const unfinished = v.object({
	questions: v.string(),
	answerSets: v.pipe(v.array(v.string()), v.readonly()),
	scorer: v.string(),
	seed: v.number(),
});
type Unfinished = v.InferOutput<typeof unfinished>;
const storedUnfinished = v.fallback(
	v.nullable(v.pipe(v.string(), v.parseJson(), unfinished)),
	null,
);
type MarkingLab = Pick<Lab, 'question.open' | 'answer.open' | 'answer.score'>;
type MarkedQuestions = Pick<QuestionsState, 'answers' | 'request' | 'refresh'>;
type MarkingStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const unfinishedKey = 'skillet.marking';
const raterKey = 'skillet.scorer';

export class MarkingState {
	readonly #lab: MarkingLab;
	readonly #questions: MarkedQuestions;
	readonly #storage: MarkingStorage;
	/** Contains the names of the answers, which the page hides until the end. */
	#session: BlindSession | null = null;
	/** null: no marking is open. */
	marking: Marking | null = $state.raw(null);
	/** Not null after the end: the names. */
	result: BlindResult | null = $state.raw(null);
	problem: string | null = $state.raw(null);
	#unfinished: Unfinished | null = $state.raw(null);
	/** Keys come faster than the disk: each waits for the one before. */
	#last: Promise<void> = Promise.resolve();
	rater = $state('');
	/** Draws the sides and the order. */
	seed = $state(1);

	constructor(lab: MarkingLab, questions: MarkedQuestions, storage: MarkingStorage) {
		this.#lab = lab;
		this.#questions = questions;
		this.#storage = storage;
		this.rater = storage.getItem(raterKey) ?? '';
		this.#unfinished = v.parse(storedUnfinished, storage.getItem(unfinishedKey));
	}

	readonly done = $derived.by(() => (this.marking ? completed(this.marking) : 0));
	/** A marking of the chosen set that can be resumed. */
	readonly unfinished = $derived.by(() => {
		const begun = this.#unfinished;
		const present = this.#questions.answers.map(({ id }) => id);
		return begun?.questions === this.#questions.request?.questions &&
			begun?.answerSets.every((id) => present.includes(id))
			? begun
			: null;
	});

	/** Marks the answer sets in the report. */
	async begin(): Promise<void> {
		const { request } = this.#questions;
		if (request) await this.#open({ ...request, scorer: this.rater.trim(), seed: this.seed });
	}
	async resume(): Promise<void> {
		if (this.unfinished) await this.#open(this.unfinished);
	}
	#open(request: Unfinished): Promise<void> {
		return this.#next(async () => {
			const { questions: sha256, answerSets, scorer, seed } = request;
			const records = await this.#read(answerSets);
			const questions = await this.#lab['question.open']({ sha256 });
			const sets = records.map(({ set }) => set);
			this.#session = openSession(questions, sets, scorer.trim(), seed);
			this.#storage.setItem(raterKey, scorer);
			this.#keep(request);
			this.result = null;
			await this.#show(openMarking(blindPairs(this.#session, scoresOf(records))));
		});
	}
	#read(answerSets: readonly string[]): Promise<AnswerSetRecord[]> {
		return Promise.all(answerSets.map((id) => this.#lab['answer.open']({ id })));
	}
	/** Handles a key, as KeyboardEvent.key. A grade is stored before the page shows it. */
	press(key: string): Promise<void> {
		return this.#next(async () => {
			if (!this.marking || !this.#session || this.result) return;
			const { marking, change } = press(this.marking, key);
			if (change) await this.#lab['answer.score']({ scores: [gradedScore(this.#session, change)] });
			await this.#show(marking);
		});
	}
	point(side: number, category: number): Promise<void> {
		return this.#next(async () => {
			if (this.marking) await this.#show(pointAt(this.marking, side, category));
		});
	}
	/** Shows the names, also before all pairs are marked. */
	end(): Promise<void> {
		return this.#next(() => this.#finish());
	}
	/** Leaves the marking. It can be resumed. */
	async close(): Promise<void> {
		this.marking = null;
		this.result = null;
		this.problem = null;
		await this.#questions.refresh();
	}

	async #show(marking: Marking): Promise<void> {
		if (isDone(marking)) await this.#finish();
		this.marking = marking;
	}
	async #finish(): Promise<void> {
		if (!this.#session) return;
		const records = await this.#read(this.#session.sets.map(({ id }) => id));
		this.result = blindResult(this.#session, scoresOf(records));
		this.#keep(null);
	}
	#next(work: () => Promise<void>): Promise<void> {
		this.#last = this.#last.then(work).then(
			() => void (this.problem = null),
			(error: unknown) => void (this.problem = messageOf(error)),
		);
		return this.#last;
	}
	#keep(begun: Unfinished | null): void {
		this.#unfinished = begun;
		if (begun) this.#storage.setItem(unfinishedKey, JSON.stringify(begun));
		else this.#storage.removeItem(unfinishedKey);
	}
}

const scoresOf = (records: readonly AnswerSetRecord[]) => records.flatMap(({ scores }) => scores);
