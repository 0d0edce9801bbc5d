/** Blind marking on the page: what is being marked, by whom, and where somebody left off before a reload. */
import type { BlindView } from '../model/blind.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { messageOf } from '#core/errors.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

export type MarkingLab = Pick<Lab, 'blind.open' | 'blind.press' | 'blind.point' | 'blind.end'>;
/** Enough to go on: the marks themselves are stored with the answers. */
export interface Unfinished {
	readonly questions: string;
	readonly answerSets: readonly string[];
	readonly scorer: string;
	readonly seed: number;
}
type MarkingStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const unfinishedKey = 'skillet.marking';
const scorerKey = 'skillet.scorer';

export class MarkingState {
	readonly #lab: MarkingLab;
	readonly #questions: QuestionsState;
	readonly #storage: MarkingStorage;
	#view: BlindView | null = $state.raw(null);
	#problem: string | null = $state.raw(null);
	#unfinished: Unfinished | null = $state.raw(null);
	scorer = $state('');
	/** Which sides and which order are drawn. */
	seed = $state(1);

	constructor(lab: MarkingLab, questions: QuestionsState, storage: MarkingStorage) {
		this.#lab = lab;
		this.#questions = questions;
		this.#storage = storage;
		this.scorer = storage.getItem(scorerKey) ?? '';
		this.#unfinished = readUnfinished(storage.getItem(unfinishedKey));
	}

	/** Null: nothing is being marked. */
	get view() {
		return this.#view;
	}
	get problem() {
		return this.#problem;
	}
	/** What was begun for the chosen set and can be gone on with. */
	readonly unfinished = $derived.by(() => {
		const begun = this.#unfinished;
		const there = this.#questions.answers.map(({ id }) => id);
		return begun !== null &&
			begun.questions === this.#questions.chosen?.sha256 &&
			begun.answerSets.every((id) => there.includes(id))
			? begun
			: null;
	});

	/** Marks the answer sets that are in the report. */
	begin(): Promise<void> {
		const { chosen, included } = this.#questions;
		if (!chosen) return Promise.resolve();
		const answerSets = included.map(({ id }) => id);
		const scorer = this.scorer.trim();
		return this.#open({ questions: chosen.sha256, answerSets, scorer, seed: this.seed });
	}
	goOn(): Promise<void> {
		return this.unfinished ? this.#open(this.unfinished) : Promise.resolve();
	}
	async #open(what: Unfinished): Promise<void> {
		await this.#step(async () => {
			const view = await this.#lab['blind.open'](what);
			this.#storage.setItem(scorerKey, what.scorer);
			this.#keep(view.result ? null : what);
			return view;
		});
	}
	press(key: string): Promise<void> {
		return this.#step(async () => {
			const view = await this.#lab['blind.press']({ key });
			if (view.result) this.#keep(null);
			return view;
		});
	}
	point(side: number, category: number): Promise<void> {
		return this.#step(() => this.#lab['blind.point']({ side, category }));
	}
	/** Shows the names now; the marking is over. */
	end(): Promise<void> {
		return this.#step(async () => {
			const view = await this.#lab['blind.end']();
			this.#keep(null);
			return view;
		});
	}
	/** Leaves it as it stands: what is marked stays, and it can be gone on with. */
	async close(): Promise<void> {
		this.#view = null;
		this.#problem = null;
		await this.#questions.refresh();
	}

	async #step(work: () => Promise<BlindView>): Promise<void> {
		try {
			this.#view = await work();
			this.#problem = null;
		} catch (error) {
			this.#problem = messageOf(error);
		}
	}
	#keep(unfinished: Unfinished | null): void {
		this.#unfinished = unfinished;
		if (unfinished) this.#storage.setItem(unfinishedKey, JSON.stringify(unfinished));
		else this.#storage.removeItem(unfinishedKey);
	}
}

function readUnfinished(text: string | null): Unfinished | null {
	try {
		const read = JSON.parse(text ?? 'null') as Partial<Unfinished> | null;
		const { questions, answerSets, scorer, seed } = read ?? {};
		return typeof questions === 'string' &&
			Array.isArray(answerSets) &&
			answerSets.every((id) => typeof id === 'string') &&
			typeof scorer === 'string' &&
			typeof seed === 'number'
			? { questions, answerSets, scorer, seed }
			: null;
	} catch {
		return null;
	}
}
