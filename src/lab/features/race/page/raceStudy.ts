/** A race as a study: its lanes are the policies, and its seed is the first of the seeds. */
import { freeName, truncate } from '#engine/core/text.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RequestTo } from '#lab/worker/lab.ts';
import * as format from '#languages/format.ts';
import { raceWords as text } from '../words.ts';

type Study = RequestTo<'study.create'>['study'];

interface FinishedLane {
	readonly title: string;
	readonly experiment: Experiment;
}

/** Letters of a label: at most 100, with a number if another lane has the title. */
const longestLabel = 96;
/** Letters of the study's title: at most 200, with its `…`. */
const longestTitle = 199;

/** Lanes are compared with the first one. */
export function raceStudy(
	lanes: readonly FinishedLane[],
	seeds: number,
	infos: readonly Pick<SkillInfo, 'id' | 'role'>[],
): Study {
	const [{ experiment }] = lanes;
	const labels: string[] = [];
	for (const { title } of lanes)
		labels.push(freeName(truncate(title, longestLabel), (label) => labels.includes(label)));
	const policies = lanes.map(({ experiment: { policy } }, i) => {
		const [{ id, settings }, ...switches] = policy;
		return { label: labels[i], id, settings, ...(switches.length > 0 && { switches }) };
	});
	const generals = infos.filter(({ role }) => role === 'general').map(({ id }) => id);
	const ids = experiment.skills.map(({ id }) => id);
	return {
		version: 1,
		title: truncate(
			text.studyTitle({ policies: format.list(policies.map(({ label }) => label)), seeds }),
			longestTitle,
		),
		about: text.studyAbout,
		experiment,
		policies,
		seeds: Array.from({ length: seeds }, (_, i) => experiment.seed + i),
		axes: {},
		budget: null,
		against: [policies[0].label],
		target: null,
		groups: {
			domain: ids.filter((id) => !generals.includes(id)),
			general: ids.filter((id) => generals.includes(id)),
		},
	};
}
