/** The measures of a lesson's expressions, read from the run and the place of the page. */
import { lowest, mean } from '#engine/core/statistics.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import type { Sample } from '#lab/page/state/RunState.svelte.ts';
import type { RunHistory } from '#lab/page/state/RunHistory.ts';
import { ownFile, type Measures, type Value } from '../model/measures.ts';

type Lab = Pick<LabState, 'run' | 'shownRun' | 'experiment' | 'skill'>;
const known = (value: number | undefined): Value =>
	value !== undefined && Number.isFinite(value) ? value : null;

/** Reads reactive state: who calls it runs again when the run goes on. */
export function runMeasures(lab: Lab, view: Pick<ViewState, 'place'>): Measures {
	return (name, parameters) => {
		const { run, experiment } = lab;
		if (!experiment) return null;
		void run?.revision;
		const history = run?.history;
		const step = run?.step ?? 0;
		const isFile = ({ id }: { readonly id: string }) => id.startsWith('file:');
		const findIndex = (wanted: string | number) =>
			experiment.skills.findIndex((skill) =>
				wanted === ownFile ? isFile(skill) : skill.id === wanted,
			);
		const index = typeof parameters[0] === 'string' ? findIndex(parameters[0]) : -1;
		const skill = experiment.skills[index];
		const at = parameters.find((value) => typeof value === 'number');
		const evaluation = evaluationAt(history, step, at);
		switch (name) {
			case 'exact':
				return known(evaluation?.skills[index]?.exact ?? undefined);
			case 'loss':
				return known(evaluation?.skills[index]?.loss);
			case 'average':
			case 'worst': {
				const scores = experiment.skills.flatMap(({ use }, i) => {
					const exact = evaluation?.skills[i]?.exact ?? null;
					return use === 'train' && exact !== null ? [exact] : [];
				});
				if (scores.length === 0) return null;
				if (name === 'worst') return lowest(scores);
				return mean(scores);
			}
			case 'sample': {
				// Before Train, the base model answers.
				const shown = lab.shownRun?.samples.find(
					({ skill: drawnSkill, step: when }) => drawnSkill === index && when <= (at ?? Infinity),
				);
				return shown ? sampleText(shown) : null;
			}
			case 'share':
				return known(history?.weights[index]?.[at ?? step]);
			case 'drawn':
				return step === 0 ? 0 : known(history?.drawn[index]?.[step]);
			case 'epochs': {
				const info = skill && lab.skill(skill.id);
				const drawn = history?.drawn[index]?.[step];
				return info && drawn !== undefined ? known(drawn / trainedExamples(skill, info)) : null;
			}
			case 'wrong':
				return known(history?.wrongShare(step) ?? undefined);
			case 'step':
				return step;
			case 'steps':
				return experiment.steps;
			case 'seed':
				return experiment.seed;
			case 'files':
				return experiment.skills.filter(isFile).length;
			case 'policy':
				return (run?.policy ?? experiment.policy[0]).id;
			case 'place':
				return view.place;
			case 'trained':
				return skill?.use === 'train';
			case 'reached': {
				const wanted = at ?? 0;
				const { every } = experiment.evaluation;
				return step >= wanted && (history?.latest?.step ?? 0) >= wanted - (wanted % every);
			}
			case 'finished':
				return run?.status.kind === 'finished' && history?.latest?.step === step;
			default:
				return null;
		}
	};
}

/** `capital of Egypt? → Kairob ✗` */
const sampleText = ({ prompt, answer, right }: Sample): string =>
	`${prompt} → ${answer.trim() || '…'}${right === null ? '' : right ? ' ✓' : ' ✗'}`;

/** The newest evaluation; with `at`, the one of this step, once it has arrived. */
function evaluationAt(history: RunHistory | undefined, step: number, at: number | undefined) {
	if (at === undefined) return history?.evaluationAt(step);
	const found = history?.evaluationAt(at);
	return found?.step === at ? found : undefined;
}
