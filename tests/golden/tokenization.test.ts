/** Small tokenizers with the parts of each family against the Python package tokenizers. */
import { expect, test } from 'vitest';
import { createMarkedEncoder, readTokenizer } from '#engine/model/tokenizer.ts';
import type { TokenizerJson } from '#engine/model/tokenizerChecks.ts';
import golden from './tokenization.json' with { type: 'json' };

test.each(Object.entries(golden.families))('%s encodes and decodes', (_, family) => {
	const json = family.tokenizer as unknown as TokenizerJson;
	const tokenizer = readTokenizer(json, { eos_token: '<end>' });
	const encoder = createMarkedEncoder(json);
	for (const [ids, decoded] of family.decodings as unknown as [number[], string][])
		expect(tokenizer.decode(ids), ids.join()).toBe(decoded);
	const encodings = family.encodings as unknown as [string, number[], string, number[]][];
	for (const [text, ids, decoded, marked] of encodings) {
		expect(tokenizer.encode(text), text).toEqual(ids);
		expect(tokenizer.decode(ids), text).toBe(decoded);
		expect(encoder.encode(text).ids, text).toEqual(marked);
	}
});
