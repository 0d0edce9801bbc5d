/** The policy that draws the next batch, and what it will mix as long as it has drawn none. */
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Explanation } from '#mixing/policy.ts';
import type { PolicySegment } from '#training/settings.ts';
import type { LabState } from './LabState.svelte.ts';
import { segmentAt } from './RunState.svelte.ts';

interface Question {
	readonly experiment: Experiment;
	readonly segment: PolicySegment;
	/** Sizes come from them, so a file that is given later changes the answer. */
	readonly here: readonly SkillInfo[];
}
interface Answer {
	readonly to: Question;
	/** null: only the run can tell. */
	readonly explanation: Explanation | null;
}

export class NextMix {
	readonly #lab: LabState;
	readonly segment = $derived.by((): PolicySegment | null => {
		const { run, experiment } = this.#lab;
		return run?.policy ?? (experiment && segmentAt(experiment.policy, 0));
	});
	readonly #undrawn = $derived.by(() => {
		const step = this.#lab.run?.step ?? 0;
		return this.segment && this.segment.fromStep >= step ? this.segment : null;
	});
	#answer: Answer | null = $state.raw(null);

	constructor(lab: LabState) {
		this.#lab = lab;
	}

	/** The policy has drawn no batch yet: what is known of the mix is `explanation`. */
	get undrawn(): boolean {
		return this.#undrawn !== null;
	}
	/** undefined: not answered yet; null: only the run can tell. Entries are per skill of the experiment. */
	get explanation(): Explanation | null | undefined {
		const answer = this.#answer;
		return answer && this.#isOpen(answer.to) ? answer.explanation : undefined;
	}

	/** Asks the lab. Of several questions in a row the last one counts, whichever is answered first. */
	async ask(): Promise<void> {
		const { experiment, info } = this.#lab;
		const segment = this.#undrawn;
		if (!experiment || !info || !segment) return;
		const to = { experiment, segment, here: info.skills };
		const { skills, batching, steps, seed } = experiment;
		const explanation = await this.#lab.client['mix.preview']({
			...{ skills, batching, steps, seed },
			segment,
			// What cannot work is said by the run, when it is made or switched.
		}).catch(() => null);
		if (this.#isOpen(to)) this.#answer = { to, explanation };
	}

	#isOpen({ experiment, segment, here }: Question): boolean {
		const lab = this.#lab;
		return experiment === lab.experiment && segment === this.#undrawn && here === lab.info?.skills;
	}
}
