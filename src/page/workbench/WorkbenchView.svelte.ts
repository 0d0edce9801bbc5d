/** What several panels of the bench derive from lab, run and cursor: names, styles, the step that is shown. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Explanation } from '#mixing/policy.ts';
import { skillStyles, type SkillStyle } from '#page/charts/palette.ts';
import type { Ghost } from '#page/charts/columns.ts';
import * as format from '#page/words/format.ts';
import type { CursorState } from '#page/state/CursorState.svelte.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import { NextMix } from '#page/state/NextMix.svelte.ts';
import { RunHistory } from '#page/state/RunHistory.ts';
import { words } from '#page/words/words.ts';
import { trainedExamples } from './pool.ts';
import { skillValues, type SkillValues } from './values.ts';

/** A skill of the experiment as the panels show it. */
export interface WorkbenchSkill {
	readonly index: number;
	readonly id: string;
	readonly name: string;
	readonly style: SkillStyle;
	readonly trained: boolean;
	readonly info: SkillInfo | undefined;
	readonly noise: Experiment['skills'][number]['noise'];
	/** Training examples as the experiment has them: fewer, or repeated; undefined while the skill is not here. */
	readonly examples: number | undefined;
}

export class WorkbenchView {
	readonly #lab: LabState;
	readonly #cursor: CursorState;
	readonly next: NextMix;
	readonly skills = $derived.by((): readonly WorkbenchSkill[] =>
		this.#skillsOf(this.#lab.experiment),
	);
	readonly trained = $derived.by(() => this.skills.filter((skill) => skill.trained));
	/** The step that figures are of: under the cursor, else the newest. */
	readonly step = $derived.by(() => {
		const newest = this.#lab.run?.step ?? 0;
		return Math.min(this.#cursor.step ?? newest, newest);
	});
	/** Of the run, first to last: changes with the experiment only, unlike its history; under a budget with what is known of its end. */
	readonly steps = $derived.by(() => {
		const { run, experiment } = this.#lab;
		if (!run?.experiment.budget) return experiment?.steps ?? 0;
		void run.revision;
		return run.history.steps;
	});
	/** Steps after which another policy draws, planned ones too. */
	readonly switches = $derived.by((): readonly number[] =>
		(this.#lab.experiment?.policy ?? []).flatMap(({ fromStep }) =>
			fromStep > 0 ? [fromStep] : [],
		),
	);
	/** The same with the policy's title. */
	readonly switchMarks = $derived.by(() =>
		(this.#lab.experiment?.policy ?? []).flatMap(({ fromStep, id }) =>
			fromStep > 0 ? [{ step: fromStep, title: this.#lab.policy(id)?.title ?? id }] : [],
		),
	);
	/** The run that is drawn behind, in words; empty where there is none. */
	readonly ghostName = $derived.by(() => {
		const { ghost } = this.#lab;
		if (!ghost) return '';
		return words.skills.ghost(this.#lab.policyTitles(ghost.experiment), ghost.experiment.seed);
	});
	/** Of a run that has not begun: empty. */
	readonly #empty = $derived.by(() => new RunHistory(this.skills.length, this.steps));

	constructor(lab: LabState, cursor: CursorState) {
		this.#lab = lab;
		this.#cursor = cursor;
		this.next = new NextMix(lab);
	}

	/** Read again at each new revision. */
	get history(): RunHistory {
		void this.#lab.run?.revision;
		return this.#lab.run?.history ?? this.#empty;
	}
	/** Explanation at the step that is shown; of a policy that has drawn nothing yet, what it says beforehand. */
	get explanation(): Explanation<string> | null | undefined {
		const { run } = this.#lab;
		const pointed = this.#cursor.step !== null && this.step < (run?.step ?? 0);
		if (this.next.undrawn && !pointed) return this.next.explanation;
		return run?.explanations.at(this.step) ?? run?.explanations.entries[0]?.explanation;
	}
	values(skill: number): SkillValues {
		return skillValues(this.history, skill, this.step);
	}
	/** What the skill's curves show, for who does not see them. */
	inWords({ index, name }: WorkbenchSkill): string {
		const { loss, exact, baseLoss } = this.values(index);
		const now = [format.loss(loss), format.percent(exact), format.loss(baseLoss)] as const;
		return words.skills.chart(name, words.skills.now(...now));
	}
	/** The same skill in the run that is compared. */
	ghostOf(skill: WorkbenchSkill): Ghost | undefined {
		const { ghost } = this.#lab;
		if (!ghost) return undefined;
		const place = ghost.experiment.skills.findIndex(({ id }) => id === skill.id);
		return place < 0 ? undefined : { history: ghost.history, skill: place };
	}

	#skillsOf(experiment: Experiment | null): readonly WorkbenchSkill[] {
		if (!experiment) return [];
		const styles = skillStyles(experiment, this.#lab.info?.skills ?? []);
		return experiment.skills.map((ref, index) => {
			const info = this.#lab.skill(ref.id);
			return {
				...{ index, id: ref.id, name: ref.name, style: styles[index] },
				...{ trained: ref.use === 'train', info, noise: ref.noise },
				examples: info && trainedExamples(ref, info),
			};
		});
	}
}
