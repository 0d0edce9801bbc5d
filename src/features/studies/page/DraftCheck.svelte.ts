/** Checks a study's draft in the worker, a moment after the last change. */
import type { LabClient } from '#lab/worker/client.ts';
import type { StudySize } from '../calls/studyCalls.ts';
import { studyWords } from '../words.en.ts';
import type { StudyDraft } from './StudyDraft.svelte.ts';

const pause = 250;

interface Checked {
	/** null: the draft is wrong, or the check is not finished. */
	readonly size: StudySize | null;
	readonly problem: string | null;
}

export class DraftCheck {
	readonly #client: Pick<LabClient, 'study.check'>;
	#checked: Checked = $state.raw({ size: null, problem: null });
	#checking = $state(false);

	constructor(client: Pick<LabClient, 'study.check'>) {
		this.#client = client;
	}

	get checked() {
		return this.#checked;
	}
	get checking() {
		return this.#checking;
	}

	/** For an effect: checks the draft after a pause. Returns a function that cancels the check. */
	follow(draft: StudyDraft): () => void {
		const { faults, lists, base } = draft;
		const [fault] = faults;
		const problem = fault === undefined ? null : studyWords.form.wrongNumbers(lists[fault]);
		// A draft without a title is checked too.
		const study = { ...draft.file, title: draft.title.trim() || studyWords.form.name };
		let isCancelled = false;
		const check = async () => {
			this.#checking = problem === null;
			const checked = problem === null ? await this.#ask({ study, base }) : { size: null, problem };
			if (isCancelled) return;
			this.#checking = false;
			this.#checked = checked;
		};
		const timer = setTimeout(() => void check(), pause);
		return () => {
			isCancelled = true;
			clearTimeout(timer);
		};
	}

	#ask(request: Parameters<LabClient['study.check']>[0]): Promise<Checked> {
		return this.#client['study.check'](request).then(
			(size) => ({ size, problem: null }),
			(error: Error) => ({ size: null, problem: error.message }),
		);
	}
}
