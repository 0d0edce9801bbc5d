/** Any other trainer: the run's shares and files as JSON. */
import type { ServerTarget } from './serverRun.ts';

export const sharesFile: ServerTarget = ({ link, shares, steps, seed, skills, ...run }) => {
	const contents = {
		experiment: link,
		model: run.model,
		policy: run.record.experiment.policy.map(({ id }) => id),
		/** achieved: the mean over the run's steps. requested: by the policy before its first step. */
		kind: shares.kind,
		steps,
		batch: run.record.experiment.batching.size,
		seed,
		skills: skills.map(({ name, file, share }) => ({ name, file, share })),
	};
	return [{ name: 'shares.json', text: `${JSON.stringify(contents, null, '\t')}\n` }];
};
