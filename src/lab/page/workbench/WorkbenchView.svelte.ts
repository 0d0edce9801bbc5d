/** Derives the values that the panels of the workbench show, from lab, run and cursor. */
import { textBits } from '#engine/core/bytes.ts';
import { scoredPrompts, scoreUnit } from '#engine/core/exactMatch.ts';
import type { Measure } from '#engine/core/measures.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { measureIn } from '#lab/run/skillMeasure.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import type { Example } from '#engine/data/example.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Ratios } from '#engine/core/parameters.ts';
import {
	scoresOnSameRows,
	skillChange,
	widestScores,
	type SkillChange,
} from '#lab/run/sameRows.ts';
import type { EvaluationEvent, SkillScore } from '#lab/training/events.ts';
import type { Explanation } from '#mixing/index.ts';
import { skillStyles, type SkillStyle } from '#lab/page/charts/palette.ts';
import {
	evaluationPoints,
	type ExpectedCurve,
	type Ghost,
	type Points,
} from '#lab/page/charts/series.ts';
import * as format from '#languages/format.ts';
import type { CursorState } from '#lab/page/state/CursorState.svelte.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { switchMarks } from '#lab/page/state/experiments.ts';
import { NextMix } from '#lab/page/state/NextMix.svelte.ts';
import { RunHistory, type DrawnExample } from '#lab/page/state/RunHistory.ts';
import type { Sample } from '#lab/page/state/RunState.svelte.ts';
import { measureTitle } from '#lab/page/words/measureWords.ts';
import { skillName, words } from '#lab/page/words/words.ts';

export interface NamedSkill {
	readonly id: string;
	readonly name: string;
	readonly style: SkillStyle;
}
/** A skill of the experiment as the panels show it. */
export interface WorkbenchSkill extends NamedSkill {
	readonly index: number;
	readonly trained: boolean;
	/** Undefined if the lab does not have the skill. */
	readonly info: SkillInfo | undefined;
	readonly version: number;
	readonly noise: Experiment['skills'][number]['noise'];
	/** In this experiment; undefined if the lab lacks the skill, and the experiment says none. */
	readonly measure: Measure | undefined;
	/** Training examples with the skill's noise. */
	readonly examples: number | undefined;
}

/** The share of right answers or, for raw text, of right next tokens. */
export const shownScore = ({ exact, tokenAccuracy }: SkillScore): number => exact ?? tokenAccuracy;
const scoreOf = (score: SkillScore | undefined): number | null =>
	score ? shownScore(score) : null;
const scoresOf = ({ evaluations }: RunHistory, skill: number): Points =>
	evaluationPoints(evaluations, ({ skills }) => scoreOf(skills[skill]));

export class WorkbenchView {
	readonly next: NextMix;
	readonly skills = $derived.by((): readonly WorkbenchSkill[] => {
		const { experiment, info } = this.lab;
		if (!experiment) return [];
		const styles = skillStyles(experiment, info?.skills ?? []);
		return experiment.skills.map((ref, index) => {
			const skill = this.lab.skill(ref.id);
			return {
				index,
				id: ref.id,
				name: skillName(ref),
				style: styles[index],
				trained: ref.use === 'train',
				info: skill,
				version: ref.version,
				noise: ref.noise,
				measure: skill ? measureIn(ref, skill) : ref.measure,
				examples: skill && trainedExamples(ref, skill),
			};
		});
	});
	readonly trained = $derived.by(() => this.skills.filter((skill) => skill.trained));
	/** The step under the cursor; without a cursor the newest step. */
	readonly step = $derived.by(() => {
		const newest = this.lab.run?.step ?? 0;
		return Math.min(this.cursor.step ?? newest, newest);
	});
	/** The planned last step, or the expected one under a budget. */
	readonly steps = $derived.by(() => {
		const { run, experiment } = this.lab;
		if (!run?.experiment.budget) return experiment?.steps ?? 0;
		void run.revision;
		return run.history.steps;
	});
	/** A run under a budget may end before a planned switch. */
	readonly switchMarks = $derived.by(() =>
		switchMarks(this.lab.experiment?.policy ?? [], this.lab.policyShort).filter(
			({ step }) => step <= this.steps,
		),
	);
	readonly switches = $derived.by(() => this.switchMarks.map(({ step }) => step));
	/** The ghost in words; empty without a ghost. */
	readonly ghostName = $derived.by(() => {
		const { ghost } = this.lab;
		if (!ghost) return '';
		return words.skills.ghost({
			policies: this.lab.policyTitles(ghost.experiment),
			seed: ghost.experiment.seed,
		});
	});
	/** The history before the first step. */
	readonly #empty = $derived.by(() => new RunHistory(this.skills.length, this.steps));

	constructor(
		private readonly lab: LabState,
		private readonly cursor: CursorState,
	) {
		this.next = new NextMix(lab);
	}

	/** The reader runs again at each revision of the run. */
	get history(): RunHistory {
		const run = this.lab.shownRun;
		void run?.revision;
		return run?.history ?? this.#empty;
	}
	/** The explanation at the shown step. A policy without a batch yet explains its first batch. */
	get explanation(): Explanation<string> | null | undefined {
		const { run } = this.lab;
		const isPast = this.cursor.step !== null && this.step < (run?.step ?? 0);
		if (this.next.hasDrawnNothing && !isPast) return this.next.explanation;
		return run?.explanations.at(this.step) ?? run?.explanations.entries[0]?.explanation;
	}
	/** Reads a training row of the run: its skill's version, with its noise. */
	readRow({ skill, row }: Pick<DrawnExample, 'skill' | 'row'>): Promise<readonly Example[]> {
		const { id, version, noise } = this.skills[skill];
		const request = { id, version, noise, part: 'train', from: row, count: 1 } as const;
		return this.lab.client['skill.rows'](request);
	}
	/** The rows of the evaluations: a search takes validation rows. */
	get evaluatedPart(): 'heldOut' | 'validation' {
		return this.lab.experiment?.evaluation.part ?? 'heldOut';
	}
	/** The newest values at the shown step. */
	values({ index: skill, trained, examples }: WorkbenchSkill) {
		const { history } = this;
		const same = this.#sinceBase(skill);
		const evaluation = same?.after ?? history.evaluationAt(this.step)?.skills[skill];
		const base = same?.before;
		const [score, baseScore] = [scoreOf(evaluation), scoreOf(base)];
		const at = Math.min(this.step, history.length);
		const measured = history.skillLoss[skill].subarray(1, at + 1);
		const [exact, baseExact] = [evaluation?.exact ?? null, base?.exact ?? null];
		const drawn = at > 0 ? history.drawn[skill][at] || 0 : 0;
		return {
			/** In the last batch with examples of the skill. */
			trainingLoss: measured.findLast(Number.isFinite) ?? null,
			loss: evaluation?.loss ?? null,
			/** What the model can do: the share of right answers; of right next tokens for raw text. */
			score,
			baseScore,
			exact,
			/** Right next tokens behind written answers: progress before any answer is right. */
			nextTokens: evaluation?.written === undefined ? null : evaluation.tokenAccuracy,
			/** What the score counts; null: not tested yet. */
			unit: evaluation ? scoreUnit(evaluation) : null,
			/** Scores of the base model are over the same rows. null, in old runs: they are not known. */
			baseLoss: same?.areLossesComparable === true ? same.before.loss : null,
			/** Exact match against the base model. */
			change: exact === null || baseExact === null ? null : exact - baseExact,
			share: at > 0 ? history.weights[skill][at] : null,
			/** Up to the shown step: the mean requested share, and the shares that were drawn. */
			requested: at > 0 ? history.requested(skill, at) : null,
			achieved: at > 0 ? history.achieved('drawn', skill, at) : null,
			achievedTokens: at > 0 ? history.achieved('tokens', skill, at) : null,
			tokens: at > 0 ? history.tokens[skill][at] || 0 : 0,
			/** How often the training examples were drawn; null for a watched skill. */
			epochs: trained && examples ? drawn / examples : null,
		};
	}
	/** The change since the base model on the same rows, with intervals; null: it is not tested. */
	change({ index }: WorkbenchSkill): SkillChange | null {
		const same = this.#sinceBase(index);
		return same && skillChange(same.before, same.after);
	}
	#sinceBase(skill: number) {
		const { history } = this;
		const evaluation = history.evaluationAt(this.step);
		const { base } = history;
		if (!evaluation || !base) return null;
		if (evaluation === base)
			return { before: base.skills[skill], after: base.skills[skill], areLossesComparable: true };
		return scoresOnSameRows(base, skill, evaluation, skill);
	}
	/** The newest answer to a held-out prompt at the shown step. */
	sample({ index }: WorkbenchSkill): Sample | undefined {
		const { samples = [] } = this.lab.shownRun ?? {};
		return samples.find(({ skill, step }) => skill === index && step <= this.step);
	}
	/** Which held-out prompts of an evaluation are right, in their order; null if unknown. */
	rightOf({ index }: WorkbenchSkill, evaluation: EvaluationEvent): readonly boolean[] | null {
		const score = widestScores(evaluation).skills[index];
		return score.right === undefined ? null : textBits(score.right, scoredPrompts(score));
	}
	/** The score at each evaluation. */
	scores({ index }: WorkbenchSkill): Points {
		return scoresOf(this.history, index);
	}
	/** The same skill's score in the ghost. */
	ghostScores(skill: WorkbenchSkill): Points {
		const ghost = this.ghostOf(skill);
		return ghost ? scoresOf(ghost.history, ghost.skill) : [];
	}
	/**
	 * The shares of the trained skills in the newest batch, or in the batch under the cursor.
	 * Before a policy's first batch: the visitor's own shares, or the policy's plan. Null: the
	 * policy decides at its first step.
	 */
	get shares(): readonly number[] | null {
		const { history, next, trained, step } = this;
		if (!next.hasDrawnNothing || (this.lab.run && step < this.lab.run.step))
			return trained.map(({ index }) => history.weights[index][Math.max(1, step)]);
		const ratios = (next.segment?.settings['ratios'] ?? {}) as Ratios;
		if (Object.keys(ratios).length > 0) return trained.map(({ id }) => ratios[id] ?? 0);
		const { explanation } = next;
		return explanation ? trained.map(({ index }) => explanation.weights[index]) : null;
	}
	/**
	 * The skill's last score in the ghost, while the next run has not begun: it is drawn behind the
	 * base model's, so that whoever changes the mix still sees it. null: there is none.
	 */
	earlierScore(skill: WorkbenchSkill): number | null {
		const ghost = this.lab.run ? undefined : this.ghostOf(skill);
		return ghost ? scoreOf(ghost.history.latest?.skills[ghost.skill]) : null;
	}
	/** The skill's curves in a sentence, for screen readers. */
	describe(skill: WorkbenchSkill): string {
		const { loss, exact, baseLoss } = this.values(skill);
		const text = words.skills.now({
			loss: format.loss(loss),
			exact: format.percent(exact),
			measure: measureTitle(skill.measure?.kind),
			base: format.loss(baseLoss),
		});
		return words.skills.chart({ skill: skill.name, text });
	}
	/** The skill's curve in the link, if the link has the skills of this experiment. */
	expectedOf({ id, index, measure }: WorkbenchSkill): ExpectedCurve | undefined {
		const { linked } = this.lab;
		const { experiment, curves } = linked ?? {};
		if (!curves || experiment?.skills[index]?.id !== id) return undefined;
		return {
			measure: measure?.kind === 'loss' ? 'loss' : 'exact',
			points: curves.steps.map((step, i) => [step, curves.skills[index][i] / 100]),
		};
	}
	/** The same skill in the ghost. */
	ghostOf(skill: WorkbenchSkill): Ghost | undefined {
		const { ghost } = this.lab;
		const index = ghost?.experiment.skills.findIndex(({ id }) => id === skill.id) ?? -1;
		return ghost && index >= 0 ? { history: ghost.history, skill: index } : undefined;
	}
}
