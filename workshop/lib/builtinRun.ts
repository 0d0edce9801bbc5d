/** The default experiment and its skills, without a model. */
import { builtinSource } from '../../src/engine/data/builtinSkills.ts';
import { encodeSkill } from '../../src/engine/data/encode.ts';
import type { EncodedSkill } from '../../src/engine/data/encoded.ts';
import { defaultExperiment } from '../../src/lab/run/defaultExperiment.ts';
import { builtinInfos } from '../../src/lab/worker/skills.ts';
import { baseTokenizer } from '../../scripts/lib/baseConfig.ts';

export const builtinExperiment = defaultExperiment(builtinInfos(), { id: '', sha256: '' });

export const encodeBuiltin = (context: number): Promise<EncodedSkill[]> =>
	Promise.all(
		builtinExperiment.skills.map(({ id, use }) =>
			encodeSkill(builtinSource(id), use, baseTokenizer, context),
		),
	);
