/** Checks a study's draft in the worker, a moment after the last change. */
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

	/** null: the draft is wrong, or the check is not finished. */
	get size() {
		return this.#size;
	}
	get problem() {
		return this.#problem;
	}
	get checking() {
		return this.#checking;
	}

	/** For an effect: checks the draft after a pause. Returns a function that cancels the check. */
	follow(draft: StudyDraft): () => void {
		const { file, base, faults } = draft;
		// A draft without a title is checked too.
		const study = { ...file, title: draft.title.trim() || studyWords.form.name };
		let isCancelled = false;
		const timer = setTimeout(() => {
			void this.#ask(draft, { study, base, faults }).then((checked) => {
				if (isCancelled) return;
				this.#checking = false;
				this.#size = checked.size;
				this.#problem = checked.problem;
			});
		}, pause);
		return () => {
			isCancelled = true;
			clearTimeout(timer);
		};
	}

	async #ask(
		draft: StudyDraft,
		{ study, base, faults }: Pick<StudyDraft, 'base' | 'faults'> & { readonly study: JsonObject },
	): Promise<Checked> {
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

interface Checked {
	readonly size: StudySize | null;
	readonly problem: string | null;
}
