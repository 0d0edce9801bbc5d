/** Counts a study while it is written: what the worker says of it, a moment after the last change. */
import type { JsonObject } from '#core/json.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { StudySize } from '../calls/studyCalls.ts';
import { studyWords } from '../words.en.ts';
import type { StudyDraft } from './StudyDraft.svelte.ts';

const pause = 250;

export class DraftCheck {
	readonly #client: Pick<LabClient, 'study.check'>;
	#size: StudySize | null = $state.raw(null);
	#problem: string | null = $state(null);
	#checking = $state(false);

	constructor(client: Pick<LabClient, 'study.check'>) {
		this.#client = client;
	}

	/** null: it cannot be made, or is being counted. */
	get size() {
		return this.#size;
	}
	get problem() {
		return this.#problem;
	}
	get checking() {
		return this.#checking;
	}

	/** In an effect: reads the draft, and asks when it has rested; returns how to forget the question. */
	follow(draft: StudyDraft): () => void {
		const { file, base, faults } = draft;
		// What it takes is known before it has a name.
		const study = { ...file, title: draft.title.trim() || studyWords.form.name };
		let over = false;
		const timer = setTimeout(() => {
			void this.#ask(draft, { study, base, faults }).then((said) => {
				if (over) return;
				this.#checking = false;
				this.#size = said.size;
				this.#problem = said.problem;
			});
		}, pause);
		return () => {
			over = true;
			clearTimeout(timer);
		};
	}

	async #ask(
		draft: StudyDraft,
		{ study, base, faults }: Pick<StudyDraft, 'base' | 'faults'> & { readonly study: JsonObject },
	): Promise<Said> {
		const [fault] = faults;
		if (fault !== undefined)
			return { size: null, problem: studyWords.form.wrongNumbers(draft.lists[fault]) };
		this.#checking = true;
		try {
			return { size: await this.#client['study.check']({ study, base }), problem: null };
		} catch (error) {
			return { size: null, problem: (error as Error).message };
		}
	}
}

interface Said {
	readonly size: StudySize | null;
	readonly problem: string | null;
}
