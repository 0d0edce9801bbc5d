/** The default experiment and its skills, without a model. */
import { builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { baseTokenizer } from './baseConfig.ts';

export const builtinExperiment = defaultExperiment(builtinInfos(), { id: '', sha256: '' });

export const encodeBuiltin = (context: number): Promise<EncodedSkill[]> =>
	Promise.all(
		builtinExperiment.skills.map(({ id, use }) =>
			encodeSkill(builtinSource(id), use, baseTokenizer, context),
		),
	);
