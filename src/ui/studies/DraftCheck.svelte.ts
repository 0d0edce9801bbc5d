/** Counts a study while it is written: what the worker says of it, a moment after the last change. */
import type { LabClient } from '#worker/client.ts';
import type { StudySize } from '#worker/calls/studyCalls.ts';
import { words } from '#ui/words/words.ts';
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
		const { file: study, base, faults } = draft;
		let over = false;
		const timer = setTimeout(() => {
			const [fault] = faults;
			if (fault !== undefined) {
				this.#size = null;
				this.#problem = words.studies.form.wrongNumbers(draft.lists[fault]);
				return;
			}
			this.#checking = true;
			this.#client
				['study.check']({ study, base })
				.then(
					(size) => ({ size, problem: null }),
					(error: Error) => ({ size: null, problem: error.message }),
				)
				.then(({ size, problem }) => {
					if (over) return;
					this.#checking = false;
					this.#size = size;
					this.#problem = problem;
				});
		}, pause);
		return () => {
			over = true;
			clearTimeout(timer);
		};
	}
}
