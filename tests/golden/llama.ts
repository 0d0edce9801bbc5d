/**
 * Writes tests/golden/llama.examples.json: 8 tokenised training examples of each trained built-in
 * skill, for llama.py, which trains on them with PyTorch. Run: npx tsx tests/golden/llama.ts
 */
import { writeFileSync } from 'node:fs';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { baseTokenizer } from '../../scripts/lib/baseConfig.ts';

const examples: { tokens: number[]; promptLength: number }[] = [];
for (const { id } of builtinSkills.filter(({ id }) => id !== 'stories')) {
	const { train } = await encodeSkill(builtinSource(id), 'train', baseTokenizer, 512);
	for (let i = 0; i < 8; i++)
		examples.push({
			tokens: [...train.tokens.subarray(train.offsets[i], train.offsets[i + 1])],
			promptLength: train.promptLengths[i],
		});
}
writeFileSync(new URL('llama.examples.json', import.meta.url), JSON.stringify(examples) + '\n');
